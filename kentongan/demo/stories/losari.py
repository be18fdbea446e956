"""Three complaints of the second demo village, Losari: nothing of them may show in Karangbawang, nor the other way."""

from __future__ import annotations

from typing import Final

from kentongan.demo.acts import SETTLED, answer, assign, progress, propose, reads, verify
from kentongan.demo.people import bu, pak
from kentongan.demo.places import AIR, LAMPU, SEHAT
from kentongan.demo.stage import Story

STORIES: Final = (
    Story(
        key="losari-pompa",
        days=12,
        title="Pompa sumur umum rusak",
        words="""Pompa sumur umum di Dusun I rusak sejak seminggu. Dua belas rumah menimba dengan ember.
Mohon dibantu diperbaiki atau diganti.""",
        category=AIR,
        hamlet="Dusun I",
        rt="01",
        rw="01",
        reporter=pak("Wasis Nugraha", 60),
        pictures=("dry_tap",),
        spot=(0.5, 0.5),
        life=(
            verify(11),
            assign(10, "kadus1", "Panggil tukang, cek dinamonya."),
            progress(8, "Dinamonya sudah dibawa ke bengkel, perkiraan tiga hari."),
            propose(4, SETTLED, "Pompa sudah dipasang kembali dan air mengalir."),
            answer(3),
            reads(3),
        ),
    ),
    Story(
        key="losari-lampu",
        days=2,
        title="Lampu gang Dusun II putus",
        words="""Lampu di gang Dusun II putus, gelap kalau malam. Anak-anak pulang mengaji takut lewat.""",
        category=LAMPU,
        hamlet="Dusun II",
        pictures=("dark_lamp",),
    ),
    Story(
        key="losari-ambulans",
        days=6,
        title="Cara meminjam ambulans desa",
        words="""Minggu lalu mertua saya sakit malam-malam, kami tidak tahu harus menelepon siapa untuk ambulans desa.
Mohon nomornya ditempel di tiap RT.""",
        category=SEHAT,
        hamlet="Dusun I",
        reporter=bu("Yatinah", 61),
        life=(verify(5), assign(4, "kadus1", "Cetak nomor sopir dan penggantinya, tempel di semua pos RT.")),
    ),
)
