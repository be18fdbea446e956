"""The addresses of the register book, under /meja/buku/ in the namespace `desk`."""

from django.urls import path

from kentongan.desk.register import blank, printing, reading, restricted

urlpatterns = [
    path("", reading.book, name="book"),
    path("cetak/", printing.make, name="book_print"),
    path("khusus/", restricted.restricted, name="book_restricted"),
    path("kosong/", blank.forms, name="blank_forms"),
    path("kosong/rusak/", blank.void, name="blank_form_void"),
    path("kosong/<uuid:batch_id>/", blank.sheet, name="blank_sheet"),
]
