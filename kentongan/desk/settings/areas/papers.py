"""Words of papers: pages of their own, one for each kind (`desk.papers.texts`)."""

from __future__ import annotations

from kentongan.desk.settings.framework import LinkPage
from kentongan.rules.access import Right

PAGE = LinkPage(
    title="Naskah surat",
    slug="naskah",
    sentence="Kata-kata surat tanggapan, klarifikasi, disposisi, penyaluran, berita acara, dan tanda terima.",
    view="desk:paper_texts",
    right=Right.MANAGE_SETTINGS,
)
