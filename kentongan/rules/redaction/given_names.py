"""Names people in Java bear, to recognise them by; and how Javanese names are built.

Written from general knowledge. A name that is also a word of the language (Budi, Sari, Indah) stands in `WORDLIKE`: it
counts only beside another name, after a title, or after "atas nama" and the like.
"""

from __future__ import annotations

import re
from typing import Final

_JAVANESE_MEN = """
adi adiningrat aditya agus agustinus aji ajib amat anang andi andika andreas andri andrian anggit anggoro antok anton
ardi ardian ari aries arif aripin aris ariyanto arya bagas bagyo bambang banu baryono basuki bejo benu boediono bonari
bondan bowo budiarto budiman budiono budiyanto cahyo cahyono carito casmito cipto darmaji darman darmanto darmawan
darmin darmo darno darsam darsito darso darsono darto daryanto daryono dedi dedy deni denny didik diman dimas dirjo
djarot djoko djono doni dono drajat dwiyanto eddy edi edy eko endro erwin ety fajri fendi gatot giman gimin giran
girin gito giyanto giyono gunadi gunarto gunawan guntur hadi hadiyanto handoko handoyo hariadi harjanto harjo harjono
harno harsono hartanto harto hartono haryanto haryono herdi heri herman hermanto hermawan heru hery imam iman indarto
indra indrajit indriyanto irawan ispriyanto iswanto iwan jarot jarwo jatmiko jayadi jiman joko jono joyo juari jumadi
jumali jumari jumono junaedi junaidi juwari kabul kadar kadarisman kadir kamidi kamto karjo karman karmin karno karso
karsono karto kartono karyo karyono kasan kasdi kaselan kasim kasiman kasino kasiran kasirin kasmadi kasman kasmin
kasmo kasno kasto kastro kateno khoiri kirno kismo kliwon kodir kris krisna krisno kukuh kunarto kuncoro kuntoro kurdi
kurniadi kurniawan kusnadi kusnanto kusno kusworo lanjar legiman legimin legino loso lukito manto mardi mardiyanto
margono marijan marjan marjono marjuki markum markus marno marsono marsudi marto martono maryadi maryanto maryono
misdi miskun misman mistam mitro mujio mujiono mukidi mukri mulyadi mulyanto mulyono munadi munajat munawar munirin
nandar narso narto naryo ndaru ngadi ngadiman ngadimin ngadino ngadiran ngadiyo ngadiyono ngatijo ngatiman ngatimin
ngatino ngatno niman nugroho nurhadi nuryadi nuryanto padmo paidi paijan paijo paiman paimin paimo paino pairan pairin
pamuji panji panut pardi pardiman parjan parjo parman parmin parno parto partono parwoto paryadi paryanto paryono
petrus pitoyo ponidi ponijan ponijo poniman ponimin ponirin pono prabowo pramono pranoto prapto prasetya prasetyo
prasojo pratikno prawiro prayitno prayogi prayogo priyadi priyanto priyo priyono probo pujianto pujiono pujo purnawan
purno purnomo purwadi purwanto purwo purwoko purwono puryanto puryono radi radiman rahardjo raharjo rakhman ramelan
ramidi ramijan ratim ratiman ratno redi riyadi riyanto riyono rochman rochmat rohmat rokhmat rudi rudianto rudiyanto
rudy rusdi rusdiyanto rusman rusmanto rustam rustamaji sabar sabari sabarno sadi sadikin sadiman sadimin sadino
sadirin sahid saijo saikun salamun salim saliman salimin salimun samadi samidi samijan samijo samin samino samiran
samirin samsi samsudin samsul samsuri sandimin sanmardi sanmiarja sanmuhadi sanusi sapari saptono sarijo sariman
sarimin sarip sarjito sarjo sarjono sarkim sarkum sarman sarmin sarno sarto sartono sarwan sarwo sarwono sastro
satiman satimin satrio satriyo satrya sayuti selamet semin setiaji setiawan setiono setiyono setyawan setyo setyono
sholeh sidik sigit sikin sikun simin simun singgih sirin sirun siswadi siswanto siswo siswono siswoyo slamet sobari
sobirin sodikin soegeng soegiono soeharto soekarno soetrisno soleh solichin solihin solikhin solikin sopiyan subadi
subagyo subandi subandriyo subari subarjo subarkah subechi subekti subhan subiyanto subroto subur sucipto sudadi sudar
sudarjo sudarmaji sudarman sudarmanto sudarmo sudarmono sudarno sudarso sudarsono sudarto sudaryanto sudaryono sudibyo
sudiman sudino sudir sudirjo sudirman sudiro sudiyono sudjono sudono sudrajat sugandi sugeng sugianto sugiarto sugimin
sugino sugiono sugiri sugito sugiyanto sugiyono sugriwo suhadi suhaedi suhardi suhardjo suharjo suharno suharso
suharsono suharto suhartono suharyanto suharyono suheri suherman suhermanto suhud sujadi sujak sujarno sujarwo
sujatmiko sujiman sujito sujiwo sujono sujud sukadi sukamdi sukamto sukandar sukardi sukardjo sukarjo sukarman
sukarmin sukarno sukarso sukarto sukaryo sukasno sukemi sukidi sukiman sukimin sukino sukir sukiran sukirman sukirno
sukisno sukmono suko sukoco sukron sukur sulaeman sulaiman sularno sularso sularto sulis sulistiyono sulistyo
sulistyono sumadi sumaji sumanto sumarji sumarjo sumarlan sumarmo sumarno sumarsono sumarto sumartono sumaryo
sumaryono sumedi sumidi sumino sumiran sumitro sunan sunandar sunardi sunarjo sunarko sunarno sunarso sunarto sunaryo
sungeb sungkono suparji suparjo suparlan suparman suparmin suparno suparso suparto supartono suparyanto suparyono
supeno supian supii supomo supono supoyo suprapto supraptono supratman suprayitno suprayogi supri supriadi suprihadi
supriono supriyadi supriyanto supriyatno supriyo supriyono supyan suradi suraji suranto surarso suratman suratmin
suratmo suratno surip suripto surjadi surjono surono suroso suroto surtono suryadi suryana suryanto suryo suryono
susanto susetyo susilo susiswo suskandar sutadi sutanto sutarjo sutarman sutarmo sutarno sutarso sutarto sutaryo
sutaryono sutedjo sutejo sutikno sutiman sutimin sutino sutirto sutisna sutiyoso sutjipto sutomo sutono sutopo sutoyo
sutrimo sutrisno suwadi suwandi suwanto suwardi suwardjo suwarjo suwarno suwarso suwarsono suwarto suwaryo suwignyo
suwito suwondo suwono suyadi suyanto suyatman suyatmin suyatno suyitno suyono suyoto suyud tarjo tarjono tarman
tarmidi tarmin tarmo tarmono tarno tarso tarsono tarto taryanto taryo taryono taslim tasman teguh tejo tikno timbul
tirto tohari tohirin tono toto totok trenggono trimo triono trisno triyanto triyono tukijan tukijo tukiman tukimin
tukino tukiran tukirin tukiyo tulus tumijan tumijo tumino tumiran tunggul tupan turiman turimin turino turip turmudi
turyono udin umar untoro untung wagiman wagimin wagino wagio wagiran wagirin wagiyo wahono wakhid wakhidin wakidi
wakijan wakijo wakiman wakino waldi waluyo wandi waras wardi wardoyo warijan warijo waris warjo warjono warkim warno
warsidi warsim warsiman warsito warso warsono warto wartono waryanto waryo waryono wasiman wasimin wasino wasis wasito
waskito wasno wawan wibowo widada widi widiyanto widodo widyanto wignyo wijayanto wiji wijiono wiranto wiratno wirawan
wiro wirso wiryo wisnu wiyono wondo yadi yanto yatiman yatin yatno yitno yoga yogi yono yoyok yudha yudhi yudi
yudianto yudo yulianto yuwono
"""
_JAVANESE_WOMEN = """
aminah amini ana ani anik anis anisah anita apri aprilia ariyani asih asri asrini asti astri astuti atik atun
ayuningtyas bariyah boinem boniyem cahyani cahyaningsih casiyem darsinah darsini darwati daryanti daryati desi desy
dewanti diah dian diana diyah dyah eka ekawati elis eliyah emi endah endang endarwati eni enik ening erlina ernawati
erni esti estiningsih esty eti etik fatimah fitri fitria fitriani fitriyah giyanti giyarti giyem hani hartati hartinah
hartini haryani haryanti haryati heni herawati herlina hermin hesti ida idah iin iis ika inah indarti indarwati
indriani indriyani ining ira irma isah ismi ismiyati isti istianah istiqomah istiyani iswati jariyah jinem jumiati
juminah jumini juminten kadinem kamilah kaminah kaminem kamiyem karinah kariyah karsinah karsinem karsini karti
kartika kartinah kartini karyati kasinah kasinem kasini kasiyah kasiyem kastini katinah katinem khotimah komariyah
kristiana kurniasih kusmiati kustinah kustini kuswati laila lasinah lasinem lasiyem lastri lia lilis lina lis listiani
listyowati maemunah mahmudah maimunah maisaroh mariam mariani mariati marinah marinem marini mariyah marni marsinah
marsini marsiti marti martinah martini marwati maryam maryani maryanti maryati maryuni maslikah maya mei meilani mila
mimin mina minah minarti misinah misiyem misni mujiati mujinah mujirah mulyani mulyati munah munawaroh mundari
munfaatun munjiyah muntamah murdiati murni murniati murti murtini murwati musfiroh musinah muslikhah musrifah mustika
nani nanik naning narni narti nastiti nawang neni ngadinah ngadinem ngadiyah ngadiyem ngaisah ngatinah ngatinem
ngatini ngatiyem ngatmi nina ningrum ningsih ninik nining nita nuniek nunik nuning nuraini nurani nurbaiti nurhayati
nurhidayah nurjanah nurkhasanah nurlaela nurlaila nurul nuryani nuryanti nuryati paijem painah painem painten pairah
parinah parinem pariyah pariyem parmi parsinah parti partinah partini partiyem pawarti ponirah ponisih poniyah poniyem
prapti prihatin prihatini priyanti puji pujiastuti pujiati pujihastuti punten purnami purwaningsih purwanti purwasih
purwati puspita puspitasari rahayu rahmawati rani ranti rasinah rasini rasiyem ratih ratinah ratini ratmi ratna
ratnaningsih ratnasari ratri rina rini risa rita riyanti rizka rochayati rodiyah rohana rohani rohayati rohimah rohmah
rokayah rokhayah rokhimah romlah roro rubiyah rubiyem rukinah rukini rukmini ruminah rumini rumiyati rusiyah rusmiati
rusmini rusti rustini ruswati salamah salbiyah saliyah saliyem samilah saminah saminem samini samirah samiyah samiyem
santi saodah saonah sarinah sarinem sariyah sariyem sarmi sarmini sarmiyati sarti sartini satinah satinem satini
satiyem sekar septi septiana setianingsih setiawati setyaningsih setyowati siami sikem simah simpen sinah sintawati
siswati siti sitihajar sofiyah soimah solikah solikhatun sopiah sopiyah sri sriatun srihartini sriharyani srini
sriningsih sripah sriwahyuni sriyani sriyati subiyah suciati suciningsih sudarmi sudarsih sudarti sudartini sudarwati
sudinah sudiyah sugiarti sugiyanti sugiyarti sugiyem suharni suharti suhartinah suhartini suharyati sujarwati sujiah
sujinah sujiyem sukarni sukarsi sukarsih sukarti sukartini sukemi sukesi sukinah sukinem sukini sukiyah sukiyem
sulasih sulasmi sulasmini sulastin sulastini sulastri sulikah sulistiani sulistiyani sulistiyowati sulistyani
sulistyaningsih sulistyowati sulyani sumarah sumarni sumarsih sumarti sumartini sumaryati sumiati suminah suminem
sumini sumirah sumiyati sumiyem sunarmi sunarni sunarsih sunarti sunarwati sundari supadmi suparmi suparni suparti
supartini supatmi supatminah supinah supini suprapti supriati suprihatin supriyanti supriyati surati suratinah
suratinem suratini suratmi surip suripah surtini surtiyah suryani suryanti suryati susana susanti susi susiana susiati
susilowati susmiati sutarmi sutarni sutarsih sutarti sutilah sutinah sutinem sutini sutirah sutiyah sutiyem sutriani
sutrimah sutrisni suwarni suwarsih suwarti suwartini suyanti suyati suyatinah suyatmi suyatun taminah tarinah tarini
tariyah tarminah tarmini tarmiyati tarsinah tarsini tarti tasiyem tasmi tasrifah tati tatik tini titi titik titin
tituk tri triani triatmi triningsih tristianti triwahyuni triyani triyanti tugiyem tukinah tukinem tukini tukirah
tukiyem tumilah tuminah tuminem tumini tumirah tumiyem tursinah tursini tursiyah tursiyem tuti tutik tutut umi uminah
umiyah umiyati utari wagirah wagiyah wagiyem wahyuni wahyuningsih wajinah warinah warinem wariyah warsinah warsini
warsiti warsiyem warti wartinah wartini wasiah wasilah wasini wasirah wasiyem wati watik wening widarti widayati
widiastuti widowati widyastuti wijayanti wiji winarni winarsih winarti windarti wirastuti wiwi wiwik wiwin woro wulan
wulandari wuryani yanti yati yatinah yatini yatmi yayuk yekti yeni yulia yuliana yulianti yuliati yunarti yuni
yuniarti yuniati yunita yustina
"""
_ISLAMIC = """
abas abbas abdul abdulah abdullah abdurahman abdurrahman abdurrohman abid abidin abu achmad adib adnan afif afifah
ahmad aisyah akbar akhmad akrom alfan alfian alfiyah ali alif alifah alim alimin alwi alya amalia amanah amin
aminuddin aminudin amir amiruddin amirudin amri amru anas anisa annisa anshori ansori anwar arifin arifudin arofah
arsyad asep ashari asiyah asmawi asrori asrul asyhari atikah aufa aulia awal ayub azhar aziz azizah azzahra badrudin
badrun baharudin bahri bahrudin baihaqi bashori basir basri basyir bilal burhan burhanudin choirul chusnul dahlan
darwis daud dawud fadhil fadhilah fadil fadilah fadli fahmi fahri fahrudin fahrurozi faisal faiz faizah faizal faizin
fajrin farah farhan farid faridah fariz fatah fathan fathoni fathur fatkhur fatma fatmawati faturrahman fauzan fauzi
fauziah fikri firdaus firman firmansyah furqon ghani ghofur ghozali habib habibah hafid hafidz hafiz hakim halim
halimah hamdan hamdani hamid hamidah hamim hamzah hanafi hanif hanifah hariri haris harun hasan hasanah hasanudin
hasbi hasim hasna hasyim hidayat hidayati hidayatullah hikmah hilal hilmi hisyam humam husain husaini husein husen
husna husni husnul ibnu ibrahim idris ihsan ikhsan ikhwan ilham ilyas imron irfan irsyad isa ishak ishaq iskak
iskandar ismail ismanto izzah jabir jaelani jafar jailani jalal jaludin jamal jamaludin jamil jamilah jauhari jazuli
kamal kamaludin kamil karim karimah khabib khadijah khaerudin khaerul khafid khairul khairunnisa khalid khalim khamid
khanifah kharis khasan khasanah khoiriyah khoirudin khoirul kholid kholidin kholifah kholil kholis khumaidi khusnul
lailatul latif latifah lukman luqman lutfi luthfi mabrur mabruri machmud madani maftuh maghfur mahfud mahfudz mahmud
makhrus maksum malik mansur mansyur marfuah masduki mashudi mashuri maskur maskuri masrur masruri mastur masudi
masyhuri maulana maulida maulidin miftah miftahul miftakhul misbah misbahul moch moh mohamad mohammad mokhamad muarif
mubarok mubasir mufid muhaimin muhajir muhamad muhammad muhdi muhlis muhsin muhtar muhtarom muhyidin mujahid mujahidin
mujib mukhlis mukhlisin mukhsin mukhtar mukhtarom muksin mukti munawir munif munir muniroh munjid muntaha muqorobin
murdani murod mursid mursyid murtadho murtado musa musafa mushab muslih muslihin muslim muslimah muslimin mustafa
mustaghfirin mustaqim musthofa mustofa mustolih muthohar mutmainah mutmainnah muttaqin muzaki muzakir muzayin nabil
nabila nabilah nadhif nadia nadya naela nafis nafisah nahdi naila najib najwa nasikhin nasir nasirudin nasokha
nasrudin nasrul nasrulloh nasution nawawi ngabdul nizar nur nurcholis nurdin nurfaizah nurhasanah nurkholis nurohman
nurokhim nurrohman nursalim qodir qomar qomariyah qomarudin rafi rafli rahma rahman rahmat rais rama ramadan ramadhan
ramadhani ramdani ramli rasid rasyid rasyidin ridho ridwan rifai rifki rifqi rijal rio riski rizal rizki rizky rizqi
rofi rofiah rofik rofiq rohim rohman rokhim rokhman rosid rosidi rosidin rosyadi rosyid rosyidah rozak rozi rozikin
rudin ruslan rusydi sabiq sadam saefudin saeful saefulloh saepudin safaat safangatun safari safii safira safitri said
saidah saifuddin saifudin saiful salma salman salsabila samsuddin sarifudin sarip sauqi sayid shodiq shofiyah sholeha
sholihah sholihin siddiq sidiq siroj sirojudin sobri sodiq sofian sofyan sohib suhaemi suhaili suhaimi sulthon sultoni
supandi syafaat syafii syafiq syahid syahputra syahrul syaifudin syaiful syaifullah syakur syamsudin syamsul syamsuri
syarif syarifah syarifuddin syarifudin syukron syukur tabah tachul taufan taufik taufiq thoha thohir toha toharoh
tohir toyib toyibah tsani ubaidillah ulfa ulfah ulfiyah ulin ulya umam umi ummi usamah usman ustman uswatun wahab
wahid wahidah wahidin wahyudi wahyudin wildan yahya yakub yasin yasir yazid yunus yusri yusron yusuf yusup zaenab
zaenal zaeni zaenudin zaenuri zahra zaidan zainab zainal zaini zainuddin zainudin zainul zakaria zakariya zaki zakiyah
zamroni zarkasi zein zidan zubaedah zubaidah zuhdi zuhri zulaikha zulaikhah zulfa zulfan zulfikar zulkarnain zulkifli
zumaroh
"""
_OTHERS = """
abraham ade adelia adinda adisty adrian agatha agnes agung agustin agustina agustinus aisha albert albertus alex
alexander alfred alicia alvin amanda amelia anastasia andre andreas andrew andrey angel angela angelina angga anggi
anggraeni anggraini anggun anindya anita anna annas antonius apriliani aprilianto apriyani apriyanto ardhi ardi
ardiansyah ardianto arga aria arief arin arini arjuna arlina armand armando asep astrid avita ayuk bella benediktus
benny bernadus bernard bertha billy bima bimo bobby boby brian budhi cahya calvin candra catur cecilia chandra charles
cheryl chika christian christina cindy citra clara claudia cornelia cynthia dadan dadang damar damayanti danang dani
daniel danny danu david debora dede delia della denis deny desta desti destiana deva devi devina dewa dicky didi diki
dina dinda dini dion dita ditha djatmiko dodi dodik dodo dody dominikus dona doris dwiki edo edwin efendi effendi egi
eka elisa elisabet elisabeth ella elsa elvira ema emilia emma erik erika ernest ervan erwin eva evan evi evita fabian
fanny febri febrian febriana febriani febrianti febrianto febriyanti ferdi ferdian ferdinand feri ferra ferry fery
fina firda fitra franky frans fransisca fransisco fransiskus fredi fuad fuji gabriel galang galih galuh ganjar garin
gery gilang giri gita grace gregorius gusti hana hanny hanum happy hariyadi hariyanto hariyono helen helmi hendra
hendrawan hendri hendrik hendro henny henry hermina ignasius ignatius ikhwanto imelda inayah indriati inggrid irene
iriana irna irvan ivan jaka james jane janto jarwanto jefri jeni jenny jeremy jessica jihan johan johanes john johny
jonatan joni jordan josep joseph jovan juan judi jul juli julian juliana julianto juni junianto juniarti justin karina
karmen karmila katarina katrin kevin kiki kirana krisdiyanto krisnawati kristanto kristian kristin kristina kusuma
kusumaningrum kusumawati lala laras larasati lasmi laurensius leni leny leo leonardo lesmana lidia lidya lili liliana
lilik linda lisa liza lucia lucky lusi lusia lusiana lutfia maharani mahardika mahendra manuel margareta maria mariana
marina marlina martha martin martinus marzuki maudy mega megawati melani melisa merry meta michael mika mikhael milla
mira mirna mita mona monica monika nadin nanang nanda nando nata natalia natasya nathan nia nico niken niko nindya
nofa nofi nofita nolan nova novan novi novia noviana noviani novianti novita novrianto oki okky okta oktavia oktaviani
oktavianto ony oscar panca pandu pangestu pangestuti paramita patricia paul paulus permana permatasari philip pipit
pradana pradipta pramesti pramudya pranata prasetiyo prastiwi pratama pratiwi pribadi prima puspa putu putut rachmad
rachman rachmat rachmawati raden raditya rafael raffi raihan raka rara reni reno reny restu reta reva reza rezky ria
rian riana riani rianto ricky rico ridho riko rima rinto rio riris riska risky risma rismawati rissa riswanto robby
robert roberto robertus robi roby rochmad rofiah ronald ronaldo roni ronny rosa rosalia rosdiana rosi rosita rossa roy
rubi rudolf ruli ruly ruri ryan sabrina sandi sandra sandy santika santo santoso sapta saputra saputri sarah saraswati
sarwenda selvi senja septian septiani septiyani serli sheila shella shinta silvi silvia simanjuntak simon sinaga sindi
sinta sintya siregar sisca siska sonia sony stefani stefanus stella stephanie stevan stevani suhendar suhendi suhendra
sukma sulistiyowati sutedja sylvia tania tantri taruna tasya tegar theresia tia tiara tika tina tini tirta tito tiwi
tofik tomas tomi tommy tony topan topik triana trianto triastuti triwibowo ujang ully utomo valentina valentino vania
vera verawati veri veronica veronika vicky victor vidya vika viki vina vincent vincentius virgi vita vivi
wahyuningtyas wardana wardani wardhana wawang wendi wendy widia widianto widiyastuti wijaya willy wilujeng wina winata
winda windi windy wirya wisnumurti wulansari yana yani yanuar yayan yayu yesi yessi yoan yogo yohana yohanes yolanda
yongki yosef yosep yosi yosua yovi yuda yudhistira yudistira yulius yunianto yunus yuri yusi yusnita yusril yustinus
zaskia
"""
_WORDLIKE = """
abid abu adi adil adinda agung agustus ajeng aji akbar alif alim alya amal aman amanah amat amin amir ana andi
angel anggun ani april arga ari aries arum arya asih asri asta awal awan ayu bagas bagus banyu basir baskoro batari
bayu bejo bella bening berlian bina bintang budi budiman bulan bunga cahaya candra catur cempaka cipto citra damar
darma darmo darwis delia della desta dewa dewi dharma diah dian didik dina dini dirgantara dona dwi eka ella elok elsa
embun ester etik eva fajar fatah firman fitrah gading galang ganjar gendis gigih giri gita grace guntur guruh gusti
habib hadi hakim halim happy harapan harjo harto hening hidayat hijrah hikmah ibnu ida ikhlas ikhwan ilham imam iman
indah indra ining intan ira isa istiqomah jaka jalal jamil jati jaya jihan jingga johan juan judi jujur juli juni
kabul kadar kamal kamil karim karimah karina karti kartika karya kasih kasim kasino kemala kenanga kencana kidung kiki
kirana kliwon kris kukuh kusuma laksmi lala langit lanjar laras latif legi leo lestari lia lintang lis lucky luhur
lukman mabrur madani maharani maju makmur malik mandiri manto martini mas maulana mawar maya mega mei melati meta mika
mila mina misbah mita mona muhajir mukhlis mukri mukti mulia mulya mulyo munah munajat munir muntaha murni mursyid
muslih muslim muslimin mutiara naning nata ngadi nina nirmala nova nur nurani oki pahing panca pandan pandu pangestu
panji perdana permana permata pertiwi pon pradana pranata prapto pratama pribadi prihatin prima puji purnama purwo
puspa puspita putra putri putu putut raden radi rahayu rahman rahmat rais raka rama ramadan ramadhan ranti rara rejeki
rejo restu reta ria rijal rima rina rini rio risa rita rizki rohani rosa rosi rudi sabar safari said saka sakti salam
salim salman salsa samudra sandi santo santri sapta sari satria satya sayid sekar sekti selamet senja seno setia seto
setya sigit sikin simpen sinar singgih siti sofa sohib subur suci sugih sujud sukma suko sukron sukses sukur sulis
sumarah sunan surip surya susi syafaat syahid syarif syukur tabah tania tantri taruna taslim tata tati taufan tegar
teguh tiara tika timbul tina tini tirta titi titik tiwi toni topan topik toto tresna tri tulus tunggal tunggul ulin
umi ummi untung usman utama utami utari utomo veri wage wahid wahyu waluyo waras waris warno wasilah wati wening
wibawa widi wijaya wiro wulan yakin yana yani yayu yoga yuda yuri
"""

NAMES: Final = frozenset(" ".join((_JAVANESE_MEN, _JAVANESE_WOMEN, _ISLAMIC, _OTHERS, _WORDLIKE)).split())
"""Given names, in small letters."""

WORDLIKE: Final = frozenset(_WORDLIKE.split()) - frozenset(
    "rina rini dian wati sari siti eva susi rudi toni dina".split()  # noqa: SIM905  (a list of words)
)
"""Those of them that are words, too, or too short to be sure."""

_BUILT = re.compile(
    r"(?:su|soe|ng|wa|wi|sa|ka|ka[rs]|mar|par|po|pa|tu|da[rs]|tri|dwi|eko|nur|pri|pur|har|her|yu|ru|ra|ja|ju|mu|na|si)?[a-z]{1,9}?"
    r"(?:yanto|wanto|janto|rianto|ianto|hanto|darto|marto|harto|narto|warto|yono|jono|gono|tono|wono|iono|wito|sito|gito|kidi|madi"
    r"|wadi|yadi|jadi|nardi|wardi|mardi|wandi|nandi|mijan|kiman|timan|diman|riman|jiman|iman|rudin|ludin|iyudin|uddin"
    r"|ulloh|ullah|illah|rohman|rokhman|hidayat|setyo|setya|wijaya|kusumo|kusuma|negoro|nagoro|diningrat|widodo|wibowo|wicaksono|wiyoto"
    r"|nugroho|santoso|saputro|saputra|pratama|purnomo|prasetyo|prasetya|kurniawan|setiawan|irawan|gunawan|darmawan|hermawan"
    r"|wati|yati|jati|tati|miati|ningsih|ningrum|ningtyas|ningtias|sasih|arsih|arni|arti|artini|inten|yem|inem|ijah|niyah|riyah"
    r"|diyah|fiyah|miyah|liyah|khah|otun|atun|isah|ilah|inah|ijem|astuti|lestari|yanti|wanti|santi|janti|rianti|hayati|hastuti"
    r"|mawati|widayanti|anah|yani|hartini|handayani|wardani|wulandari|puspitasari|permatasari|ratnasari|wijayanti|rahayu|rahmawati"
    r"|wiryo|diharjo|miharjo|wiharjo|redjo|mihardja|wireja|taruna|sumarto|karto|prayitno|prayogo|sutomo)"
)
SHORTEST_BUILT: Final = 6


def is_built_like_a_name(word: str) -> bool:
    """Whether a word in small letters is built like a Javanese name: Su…no, …wati, …ningsih, …yem, …udin."""
    return len(word) >= SHORTEST_BUILT and _BUILT.fullmatch(word) is not None
