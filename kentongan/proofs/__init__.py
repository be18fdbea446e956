"""Receipts that can be checked without trusting the village: what is promised, the file, and the verdict. No Django.

promise   the signed words: this entry will be in the log within 24 hours
file      promise, what the entry commits to, and its proof, in one text file that its holder keeps
check     the verdict over such a file: promised, proved, or broken, and why
page      the same verdict as a page that works offline, in JavaScript (checker/)
"""
