"""What the officer reads aloud before an oral complaint is recorded, and what he looks over before a letter is."""

from __future__ import annotations

from dataclasses import dataclass

from kentongan.cases.lodging import AboutOfficial, IdentityMode
from kentongan.desk.forms.record import RecordForm
from kentongan.forms.evidence import Evidence
from kentongan.rules.types import Kind
from kentongan.ui.words import say_date, say_moment


@dataclass(frozen=True, repr=False)
class Review:
    """The page between form and receipt. No repr: it names the reporter."""

    form: RecordForm
    token: str
    evidence: Evidence
    oral: bool
    lines: tuple[tuple[str, str], ...]
    story: str
    not_confirmed: bool

    @property
    def hidden(self) -> list[tuple[str, str]]:
        """Everything that was typed, to travel on in hidden fields: no draft lies on the server."""
        data = self.form.data
        return [
            (name, str(value))
            for name in self.form.fields
            for value in (data.getlist(name) if hasattr(data, "getlist") else [data.get(name, "")])
            if value
        ]


def review(form: RecordForm, token: str, evidence: Evidence, *, not_confirmed: bool) -> Review:
    """Put together what was understood, in the order in which it is read aloud."""
    data = form.cleaned_data
    named = data["identity_mode"] != IdentityMode.ANONYMOUS
    received = form.received_at() or form.now
    hamlet = form.hamlets.get(data["hamlet"])
    where = [
        hamlet.name if hamlet else "",
        f"RT {data['rt']}" if data["rt"] else "",
        f"RW {data['rw']}" if data["rw"] else "",
        data["place"],
    ]
    when = [say_date(data["incident_on"]) if data["incident_on"] else "", data["incident_text"]]
    lines = [
        ("Diterima", f"{say_moment(received)}, lewat {form.chosen.label.lower()}"),
        ("Formulir", str(data["form_number"] or "")),
        ("Jenis", Kind(data["kind"]).label),
        ("Judul", data["title"]),
        ("Penyelesaian yang diminta", data["settlement"]),
        ("Tempat", ", ".join(part for part in where if part)),
        ("Waktu kejadian", ", ".join(part for part in when if part)),
        ("Tentang pemerintahan desa", _about(data["about_official"], data["about_whom"])),
        ("Pelapor", _who(form) if named else "Anonim: nama dan kontak tidak disimpan"),
        ("Atas nama", data["represented_name"] if named and data["proxy"] else ""),
        ("Terbit tanpa nama", "Pelapor setuju" if data["publish"] else ""),
        ("Berkas", f"{len(evidence.kept)} berkas" if evidence.kept else ""),
    ]
    return Review(
        form=form,
        token=token,
        evidence=evidence,
        oral=form.chosen.capabilities.oral,
        lines=tuple((label, words) for label, words in lines if words),
        story=data["story"],
        not_confirmed=not_confirmed,
    )


def _about(answer: str, whom: str) -> str:
    if answer == AboutOfficial.NO:
        return "Tidak"
    if answer == AboutOfficial.UNSAID:
        return "Tidak ingin menjawab"
    return f"Ya: {whom}" if whom else "Ya"


def _who(form: RecordForm) -> str:
    data = form.cleaned_data
    parts = [data["name"], data["phone"], data["email"], data["address"], f"NIK {data['nik']}" if data["nik"] else ""]
    return ", ".join(part for part in parts if part)
