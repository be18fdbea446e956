"""Numbers and mail addresses as people write them, and as they write them so that nobody should find them. Seeded."""

from __future__ import annotations

import random
from collections.abc import Callable

INDONESIAN = ["nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan"]
SAID = [
    ["nol", "kosong"],
    ["satu", "siji", "setunggal"],
    ["dua", "loro", "kalih"],
    ["tiga", "telu", "tigo"],
    ["empat", "papat", "sekawan"],
    ["lima", "limo", "gangsal"],
    ["enam", "nem", "enem"],
    ["tujuh", "pitu"],
    ["delapan", "wolu", "lapan"],
    ["sembilan", "sanga", "songo"],
]
NIK_FRAMES = (
    "NIK {}",
    "nik saya {} mohon dicek",
    "Nik:{}",
    "No. NIK : {}\nalamat",
    "KTP saya {}, sudah lama",
    "{}",
    "data ini ({}) salah",
    "anak saya NIK nya {} belum keluar",
    "nomer induk {} atas nama",
    "tolong dicek {}. terima kasih",
    "RT 3 RW 2 nik {} jalan",
)
KK_FRAMES = (
    "No. KK : {}",
    "kk no {}",
    "nomor kk {} tersebut",
    "KK {} belum jadi",
    "Kartu Keluarga {}",
    "no kk:{}\n",
    "kk saya ({}) salah",
    "di kartu keluarga nomor {} tertulis",
    "{} itu nomor kk saya",
    "KK nya {} mohon",
)
PHONE_FRAMES = (
    "HP {}",
    "hubungi {} ya pak",
    "wa:{}",
    "No. Telp : {}\nterima kasih",
    "{}",
    "nomor saya {}, tolong",
    "({})",
    "cp {} pak RT",
    "bisa wa {} kapan saja",
    "telepon ke {}. Terima kasih",
    "kontak {} (Bu Lurah)",
    "no hp {} alamat dusun",
)
MAIL_FRAMES = (
    "email {}",
    "kirim ke {} ya",
    "surel: {}",
    "{}",
    "alamat email saya {}, mohon",
    "balas ke {}\nterima kasih",
    "({})",
    "Email={}",
)
PROVIDERS = (
    "gmail.com",
    "yahoo.co.id",
    "ymail.com",
    "outlook.com",
    "contoh.example",
    "desa.id",
    "hotmail.com",
    "mail.sekolah.sch.id",
)
LOCALS = (
    "budi",
    "siti.aminah",
    "warsito878",
    "tri_wahyu",
    "agus-s",
    "kasno99",
    "eko.w.putra",
    "n.hidayah",
    "joko2",
    "sumini",
)
BREAKS = ("\n", "\r\n", "\\n", "<br />", " \n ")
ZERO_WIDTH = "\u200b\u200c\u200d\u2060\ufeff"


def nik(random: random.Random) -> str:
    """A number built like a NIK or KK number: district, day of birth (women's plus forty), month, year, count."""
    province = random.choice(("33", "35", "32", "34", "31", "18", "36", "73", "51", "12"))
    day = random.randint(1, 31) + random.choice((0, 40))
    return (
        f"{province}{random.randint(1, 79):02}{random.randint(1, 30):02}{day:02}{random.randint(1, 12):02}"
        f"{random.randint(0, 99):02}{random.randint(1, 9999):04}"
    )


def phone(random: random.Random) -> str:
    """A mobile number, or (one in eight) one of a fixed line."""
    if random.random() < 0.125:
        return random.choice(("0281", "031", "021", "0274", "0286")) + f"{random.randint(200000, 8999999)}"
    prefix = random.choice(
        ("0811", "0812", "0813", "0821", "0822", "0852", "0857", "0858", "0878", "0896", "0895", "0881", "0838")
    )
    return prefix + "".join(random.choices("0123456789", k=random.randint(6, 9)))


def _cut(random: random.Random, digits: str) -> list[str]:
    parts, at = [], 0
    while at < len(digits):
        size = random.randint(2, 5)
        parts.append(digits[at : at + size])
        at += size
    return parts


def _words(random: random.Random, digits: str) -> list[str]:
    return [random.choice(SAID[int(digit)]) for digit in digits]


def _mixed(random: random.Random, digits: str) -> str:
    return random.choice((" ", ", ")).join(
        random.choice(SAID[int(digit)]) if random.random() < 0.5 else digit for digit in digits
    )


def _in_pairs(random: random.Random, digits: str) -> str:
    """As two-figure numbers are said: "delapan belas", "dua puluh lima"."""
    said, at = [], 0
    while at < len(digits):
        pair = digits[at : at + 2]
        if len(pair) == 2 and pair[0] not in "01" and pair[1] != "0" and random.random() < 0.5:
            said.append(f"{INDONESIAN[int(pair[0])]} puluh {INDONESIAN[int(pair[1])]}")
            at += 2
        elif len(pair) == 2 and pair[0] == "1" and pair[1] in "23456789" and random.random() < 0.5:
            said.append(f"{INDONESIAN[int(pair[1])]} belas")
            at += 2
        else:
            said.append(INDONESIAN[int(pair[0])])
            at += 1
    return " ".join(said)


def _lookalike(random: random.Random, digits: str) -> str:
    changed = list(digits)
    places = [place for place, digit in enumerate(digits) if digit in "01" and place > 0]
    for place in random.sample(places, min(len(places), len(digits) // 3)):
        changed[place] = {"0": random.choice("Oo"), "1": random.choice("lI")}[digits[place]]
    return "".join(changed)


WRITINGS: dict[str, Callable[[random.Random, str], str]] = {
    "plain": lambda _, d: d,
    "spaced": lambda r, d: " ".join(_cut(r, d)),
    "letter by letter": lambda _, d: " ".join(d),
    "oddly spaced": lambda r, d: "".join(digit + " " * r.choice((0, 0, 1, 2, 3)) for digit in d).strip(),
    "dotted": lambda r, d: ".".join(_cut(r, d)),
    "dotted apart": lambda _, d: ".".join(d),
    "dashed": lambda r, d: "-".join(_cut(r, d)),
    "slashed": lambda r, d: "/".join(_cut(r, d)),
    "mixed signs": lambda r, d: "".join(
        part + r.choice((" ", "-", ".", " - ", "_", "", " . ")) for part in _cut(r, d)
    ).strip(" -._"),
    "long dashes": lambda r, d: r.choice(("–", "—", " – ", "‑")).join(_cut(r, d)),
    "broken lines": lambda r, d: f"{d[:6]}{r.choice(BREAKS)}{d[6:]}",
    "full width": lambda _, d: d.translate(str.maketrans("0123456789", "０１２３４５６７８９")),
    "other digits": lambda _, d: d.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")),
    "zero width": lambda r, d: "".join(digit + r.choice(("", *ZERO_WIDTH)) for digit in d),
    "lookalikes": _lookalike,
    "glued before": lambda r, d: r.choice(("NIK", "no", "Hp", "wa", "nomor", "KK", "x")) + d,
    "glued after": lambda r, d: d + r.choice(("ya", "sejak", "an", "pak", "mohon", "x")),
    "in words": lambda r, d: " ".join(_words(r, d)),
    "in words with commas": lambda r, d: ", ".join(_words(r, d)),
    "in words glued": lambda _, d: "".join(INDONESIAN[int(digit)] for digit in d),
    "in words with dashes": lambda r, d: "-".join(_words(r, d)),
    "in loud words": lambda r, d: " ".join(_words(r, d)).upper(),
    "in words and figures": _mixed,
    "in pairs of words": _in_pairs,
    "with spoken signs": lambda r, d: f" {r.choice(('strip', 'titik', 'spasi'))} ".join(
        " ".join(_words(r, part)) for part in _cut(r, d)
    ),
}


def written_phone(random: random.Random, digits: str) -> str:
    """Mobile numbers also begin with +62 or 62, fixed lines with brackets."""
    if digits.startswith("08") and random.random() < 0.3:
        return random.choice(("+62", "62", "+62 ", "+62-", "(+62)", "0062")) + digits[1:]
    if not digits.startswith("08") and random.random() < 0.5:
        area = 3 if digits[:3] in ("031", "021") else 4
        return random.choice(("({}) {}", "{}-{}", "{} {}")).format(digits[:area], digits[area:])
    return digits


def mail(random: random.Random) -> tuple[str, str]:
    """A mail address in some writing, and the name of the writing."""
    local, domain = random.choice(LOCALS), random.choice(PROVIDERS)
    at, dot = random.choice(("at", "et", "AT")), random.choice(("dot", "titik", "DOT"))
    joined = domain.replace(".", f" {dot} ")
    spelled_local = local.replace(".", f" {dot} ").replace("_", " underscore ").replace("-", " strip ")
    writings = {
        "plain": f"{local}@{domain}",
        "capitals": f"{local}@{domain}".upper(),
        "spaced": f"{local} @ {domain}",
        "widely spaced": f"{local}  @  {domain.replace('.', ' . ')}",
        "letter by letter": " ".join(f"{local}@{domain}"),
        "dotted": f"{'.'.join(local.replace('.', ''))}@{domain}",
        "glued": f"{random.choice(('email', 'surel', 'ke'))}{local}@{domain}{random.choice(('', ',', '.'))}",
        "in words": f"{spelled_local} {at} {joined}",
        "half in words": f"{local} {at} {joined}",
        "brackets": f"{local}{random.choice(('(at)', '[at]', ' (at) ', ' [at] ', '{at}', '(et)'))}{domain}",
        "brackets twice": f"{local}[at]{domain.replace('.', '[dot]')}",
        "full width": f"{local}＠{domain}",
        "comma": f"{local}@{domain.replace('.', ',')}",
        "zero width": "".join(letter + random.choice(("", "", *ZERO_WIDTH)) for letter in f"{local}@{domain}"),
        "broken line": f"{local}@\n{domain}",
        "keong": f"{local} a keong {joined}",
    }
    name = random.choice(list(writings))
    return writings[name], name
