"""Moves about the reporter: open his identity with a reason, give him a new code at the counter."""

from __future__ import annotations

from kentongan.cases.actions import identity
from kentongan.desk.moves.base import Doing, Group, MoveForm, reason_field
from kentongan.rules.types import Move


class OpenIdentityForm(MoveForm):
    """See who the reporter is."""

    move = Move.OPEN_IDENTITY
    group = Group.REPORTER
    icon = "key"
    said = ""
    told = True
    words = "reason"
    button = "Buka identitas"
    hint = "Alasan, nama, dan waktunya tercatat, dan tampak di halaman lacak pelapor."
    reason = reason_field("Mengapa perlu dibuka?", "Misalnya: menghubungi pelapor untuk meninjau lokasi.")
    legal_basis = reason_field(
        "Dasar hukum membuka",
        "Pelapor meminta pengolahan datanya dibatasi. Tulis hukum atau surat yang mengharuskan identitas ini dibuka.",
        required="Pengolahan dibatasi: tulis dulu dasar hukumnya.",
    )

    def prepare(self) -> None:
        """Ask for a law only where the reporter had the processing restricted."""
        if not self.case.processing_limited:
            del self.fields["legal_basis"]

    def perform(self, doing: Doing) -> object:
        """Open: the result is what the vault holds."""
        data = self.cleaned_data
        return identity.open_identity(
            case=doing.case,
            by=doing.by,
            at=doing.at,
            reason=data["reason"],
            legal_basis=data.get("legal_basis", ""),
            keys=doing.keys,
        )


class ReissueCodeForm(MoveForm):
    """A new tracking code for a reporter who lost his."""

    move = Move.REISSUE_CODE
    group = Group.REPORTER
    icon = "redo"
    said = ""
    told = True
    words = "reason"
    button = "Terbitkan kode baru"
    hint = "Hanya bila pelapor hadir dan dikenali. Kode lama langsung mati, dan halaman lacaknya mencatat ini."
    reason = reason_field(
        "Bagaimana Anda memastikan ini pelapornya?",
        "Misalnya: mencocokkan KTP, atau membawa tanda terima.",
        required="Tulis dulu bagaimana Anda memastikannya.",
    )

    def perform(self, doing: Doing) -> object:
        """Reissue: the result is the new code, to be handed over now."""
        return identity.reissue_at_counter(
            case=doing.case, by=doing.by, at=doing.at, reason=self.cleaned_data["reason"], keys=doing.keys
        )
