"""Addresses of the work pages, under /meja/ in the namespace `desk`."""

from django.urls import path

from kentongan.desk.work import calendar, duplicates, handover, several, shortcuts, tray

urlpatterns = [
    path("beberapa/disposisi/", several.assign_many, name="assign_many"),
    path("baki/", tray.tray, name="tray"),
    path("baki/pilah/", tray.sort, name="tray_sort"),
    path("alih-tugas/", handover.overview, name="handovers"),
    path("alih-tugas/<uuid:officer_id>/", handover.hand_over, name="hand_over"),
    path("kalender/", calendar.month, name="calendar"),
    path("kalender/hari/", calendar.day, name="calendar_day"),
    path("langganan/<str:token>.ics", calendar.feed, name="feed"),
    path("pintasan/", shortcuts.shortcuts, name="shortcuts"),
    path("aduan/<uuid:case_id>/bandingkan/<uuid:other_id>/", duplicates.compare, name="compare"),
]
