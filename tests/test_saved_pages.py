"""What browsers and servers hand out: web archives, pages with their folders, ZIP exports, gzip."""

from __future__ import annotations

import base64
import gzip
import io
import os
import quopri
import re
import struct
import zipfile
from contextlib import nullcontext
from pathlib import Path

import pytest
from cost import within
from layouts import TEXT_LAYOUTS, distinct, page
from office_files import docx_report
from test_read_packages import attempt

import audit
from audit.errors import UnreadableFile
from audit.intake import sources
from audit.read import archives, read, read_bytes, webarchive
from audit.workbench.source import passage

TEXT = TEXT_LAYOUTS["piped"]("2021", distinct("2021"), 2022)
PAGE = page("2021", distinct("2021"), 2022)
OTHER = page("2019", distinct("2019", 31), 2020)
DOCX = docx_report(read_bytes(PAGE.encode(), "a.html"))


def mht(*parts: tuple[str, bytes, str], head: str = "From: <Saved by a browser>\r\nSubject: a\r\n") -> bytes:
    """A message of parts: (content type with its parameters, bytes, transfer encoding)."""
    lines = [head.encode() + b'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="--edge"\r\n']
    for kind, data, encoding in parts:
        lines.append(
            f"----edge\r\nContent-Type: {kind}\r\nContent-Transfer-Encoding: {encoding}\r\n".encode()
        )
        packed = {"base64": base64.encodebytes, "quoted-printable": quopri.encodestring, "8bit": bytes}[
            encoding
        ]
        lines.append(packed(data) + b"\r\n")
    return b"\r\n".join([*lines, b"----edge--\r\n"])


MHT = {
    "utf-8, quoted": (PAGE.encode(), "text/html", "quoted-printable"),
    "utf-8, declared in the header": (PAGE.encode(), 'text/html; charset="utf-8"', "base64"),
    "gbk, base64": (PAGE.encode("gb18030"), 'text/html; charset="gb2312"', "base64"),
    "gbk, as it is": (PAGE.encode("gb18030"), "text/html", "8bit"),
    "utf-16": (PAGE.encode("utf-16-le"), 'text/html; charset="unicode"', "base64"),
    "big5": (
        PAGE.replace("规", "規").encode("big5hkscs", "ignore"),
        'text/html; charset="big5"',
        "quoted-printable",
    ),
}


@pytest.mark.parametrize("name", list(MHT)[:5])
def test_a_web_archive_is_read_as_its_page(tmp_path, name):
    data, kind, encoding = MHT[name]
    picture = ("image/png", b"\x89PNG" + bytes(3000), "base64")
    path = tmp_path / "a.mht"
    path.write_bytes(mht((kind, data, encoding), picture, ("text/css", b"p{}", "quoted-printable")))
    loaded = audit.load(path)
    row = loaded.reports.iloc[0]
    assert (row["status"], row["format"], row["cells_number"]) == ("read", "mht", 200)
    expected = {cell: int(v) for cell, v in distinct("2021").items()}
    assert loaded.facts.set_index("cell")["value"].astype(int).to_dict() == expected
    for locator, raw in zip(loaded.facts["locator"], loaded.facts["raw"], strict=True):
        assert audit.locate(path, locator) == raw
        break
    assert passage(path, [loaded.facts["locator"][7]])


def test_the_charset_of_the_part_decides_between_encodings():
    data, kind, encoding = MHT["big5"]
    assert read_bytes(mht((kind, data, encoding)), "a.mht").encoding == "big5hkscs"


def test_of_frames_the_longest_is_read_and_of_pages_the_first():
    frames = b"<html><frameset><frame src='a'></frameset></html>"
    document = read_bytes(mht(("text/html", frames, "8bit"), ("text/html", PAGE.encode(), "base64")), "a.mht")
    assert "规章" in document.text
    document = read_bytes(
        mht(("text/html", b"<p>first</p>", "8bit"), ("text/html", PAGE.encode(), "base64")), "a"
    )
    assert document.text.strip() == "first"
    assert "other pages in the web archive were not read (1)" in document.notes


def deep(levels: int) -> bytes:
    head = b"MIME-Version: 1.0\r\n"
    for level in range(levels):
        head += b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d\r\n' % (level, level)
    return head + b"Content-Type: text/html\r\n\r\n<p>a</p>"


BAD_MAIL = {
    "no page": (mht(("text/plain", b"a", "8bit")), "without a page"),
    "empty page": (mht(("text/html", b" ", "8bit")), "without a page"),
    "no text": (mht(("text/html", b"<p></p>", "8bit")), "shows no text"),
    "cut": (mht(("text/html", PAGE.encode(), "base64"))[:200], "shows no text"),
    "many levels": (deep(2000), "too many lines or parts"),
    "many lines": (mht(("text/html", b"a\n" * 500_000, "8bit")), "too many lines or parts"),
}


@pytest.mark.parametrize("name", BAD_MAIL)
def test_a_bad_web_archive_is_one_line(name):
    data, words = BAD_MAIL[name]
    refusal = within(2, lambda: attempt(data, "a.mht"))
    assert isinstance(refusal, UnreadableFile)
    assert re.search(words, str(refusal))
    assert refusal.remedy


def test_a_large_web_archive_takes_little_time():
    data = mht(("text/html", PAGE.encode(), "base64"), ("image/png", os.urandom(8_000_000), "base64"))
    within(2, lambda: read_bytes(data, "a.mht"))


def test_a_file_packed_with_gzip_is_read(tmp_path):
    (tmp_path / "a.html.gz").write_bytes(gzip.compress(PAGE.encode()))
    loaded = audit.load(tmp_path)
    assert loaded.reports["cells_number"][0] == 200
    assert audit.locate(tmp_path / "a.html.gz", loaded.facts["locator"][0]) == loaded.facts["raw"][0]


BAD_GZIP = {
    "cut": (gzip.compress(PAGE.encode())[:-30], "cut off"),
    "damaged": (b"\x1f\x8b\x08\x00" + b"x" * 50, "damaged"),
    "bomb": (gzip.compress(b"a" * 200_000_000), "unpacks to more than"),
    "nested": (gzip.compress(gzip.compress(b"a")), "holds an archive"),
    "tar": (gzip.compress(b"a" * 257 + b"ustar" + b"a" * 300), "holds an archive"),
    "empty": (gzip.compress(b""), "empty"),
}


@pytest.mark.parametrize("name", BAD_GZIP)
def test_a_bad_gzip_is_one_line(name):
    data, words = BAD_GZIP[name]
    with pytest.raises(UnreadableFile, match=words) as refusal:
        read_bytes(data, "a.txt.gz")
    assert refusal.value.remedy


def zip_of(entries: list[tuple[str | zipfile.ZipInfo, bytes]]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries:
            archive.writestr(name, data, zipfile.ZIP_DEFLATED)
    return target.getvalue()


def patched(data: bytes, name: bytes, offset: int, value: bytes) -> bytes:
    """``data`` with bytes of the directory entry of ``name`` changed; ``offset`` from the start of the entry."""
    at = data.rindex(name) - 46 + offset
    return data[:at] + value + data[at + len(value) :]


def test_an_archive_of_reports_is_read_like_a_folder(tmp_path):
    files = {
        "县/局2022.html": PAGE.encode(),
        "县/局2020.htm": OTHER.encode("gb18030"),
        "表.txt": TEXT.encode(),
        "b.docx": DOCX,
    }
    (tmp_path / "folder").mkdir()
    for name, data in files.items():
        (tmp_path / "folder" / name).parent.mkdir(exist_ok=True)
        (tmp_path / "folder" / name).write_bytes(data)
    path = tmp_path / "export.zip"
    path.write_bytes(zip_of([*files.items(), ("县/", b""), ("__MACOSX/._x", b"\0\1")]))
    packed, plain = audit.audit(path), audit.load(tmp_path / "folder")
    assert list(packed.reports["path"]) == [f"{path}!/{name}" for name in sorted(files)]
    assert set(packed.reports["status"]) == {"read"}
    key = ["cell", "value", "locator"]
    assert (
        packed.facts[key]
        .sort_values(key)
        .equals(plain.facts[key].sort_values(key).set_axis(packed.facts[key].sort_values(key).index))
    )
    paths = packed.by_id["path"]
    for report_id, place, raw in zip(
        *(packed.facts[c][::50] for c in ("report_id", "locator", "raw")), strict=True
    ):
        assert audit.locate(paths[report_id], place) == raw
    assert passage(paths.iloc[0], [packed.facts["locator"][0]], sha256=packed.reports["sha256"][0])
    again = audit.load([f"{path}!/表.txt"]).reports.iloc[0]
    assert again["report_id"] == packed.reports.set_index("path").loc[f"{path}!/表.txt", "report_id"]


def test_the_identity_of_a_member_depends_on_its_name_and_bytes(tmp_path):
    def ids(*entries: tuple[str, bytes]) -> list[str]:
        (tmp_path / "a.zip").write_bytes(zip_of(list(entries)))
        return list(audit.load(tmp_path).reports["report_id"])

    first = ids(("a.txt", TEXT.encode()), ("b.txt", TEXT.encode()))
    assert len(set(first)) == 2
    assert ids(("b.txt", TEXT.encode()), ("a.txt", TEXT.encode()), ("c.txt", b"x"))[:2] == first
    assert ids(("a.txt", TEXT.encode() + b" "))[0] != first[0]


def test_names_in_gbk_and_utf8_are_told_apart(tmp_path):
    for encoding in ("gb18030", "utf-8"):
        data = zip_of([("AAAAAAAA.txt", TEXT.encode())])
        name = "某某局年报".encode(encoding)[:8] if encoding == "gb18030" else "年报ab".encode(encoding)
        (tmp_path / "a.zip").write_bytes(data.replace(b"AAAAAAAA", name))
        assert name.decode(encoding) in audit.load(tmp_path).reports["path"][0]


def link(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name)
    info.external_attr = 0o120777 << 16
    return info


BAD_MEMBER = {
    "traversal": ([("../../etc/x.txt", b"a")], "leads out of the archive"),
    "absolute": ([("/etc/x.txt", b"a")], "leads out of the archive"),
    "no name": ([("/", b""), (".", b"a")], "leads out of the archive"),
    "drive": ([("C:\\x.txt", b"a")], "leads out of the archive"),
    "twice": ([("x.txt", TEXT.encode()), ("x.txt", b"b")], "2 files of this name"),
    "link": ([(link("x.txt"), b"/etc/passwd")], "a link"),
    "nested": ([("x.zip", zip_of([("y.txt", b"a")]))], "archive in an archive"),
    "nested, named otherwise": ([("x.txt", zip_of([("y.txt", b"a")]))], "a ZIP archive with 1 files"),
    "gzip": ([("x.txt", gzip.compress(TEXT.encode()))], "archive in an archive"),
    "rar": ([("x.rar", b"Rar!\x1a\x07")], "archive in an archive"),
    "ratio": ([("x.txt", b"a" * 3_000_000)], "more than 100 times its size"),
    "large": ([("x.txt", os.urandom(17_000_000))], "17.0 MB; the limit is 16 MB"),
    "line break": ([("x\n\u202etxt.\x1b[31m", b"a")], "not an annual disclosure report"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD_MEMBER)
def test_a_bad_member_is_one_line_and_the_others_are_read(tmp_path, name):
    entries, words = BAD_MEMBER[name]
    with pytest.warns(UserWarning, match="Duplicate name") if name == "twice" else nullcontext():
        (tmp_path / "a.zip").write_bytes(zip_of([("good.txt", TEXT.encode()), *entries]))
    reports = audit.load(tmp_path).reports
    assert len(reports) == 2
    good = reports["path"].str.endswith("good.txt")
    assert list(reports.loc[good, "status"]) == ["read"]
    bad = reports[~good].iloc[0]
    assert bad["status"] == "unreadable"
    assert words in bad["note"]
    assert "; " in bad["note"]
    assert "\n" not in bad["note"]
    assert not (tmp_path.parent / "etc").exists()


ENTRY = zip_of([("good.txt", TEXT.encode()), ("bad.txt", TEXT.encode())])
BAD_ENTRY = {
    "encrypted": (patched(ENTRY, b"bad.txt", 8, b"\x01\0"), "locked with a password"),
    "method": (patched(ENTRY, b"bad.txt", 10, b"\x0c\0"), "packed in a way"),
    "size": (patched(ENTRY, b"bad.txt", 24, struct.pack("<I", 99)), "damaged|not the size"),
    "sum": (patched(ENTRY, b"bad.txt", 16, b"abcd"), "damaged"),
    "place": (patched(ENTRY, b"bad.txt", 42, struct.pack("<I", 7)), "damaged"),
}


@pytest.mark.parametrize("name", BAD_ENTRY)
def test_a_damaged_entry_costs_itself(tmp_path, name):
    data, words = BAD_ENTRY[name]
    (tmp_path / "a.zip").write_bytes(data)
    reports = audit.load(tmp_path).reports
    assert list(reports["status"]) == ["unreadable", "read"]
    assert any(word in reports["note"][0] for word in words.split("|"))


def many(count: int) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for number in range(count):
            archive.writestr(zipfile.ZipInfo(f"{number}.txt"), b"")
    return target.getvalue()


def gigabytes() -> bytes:
    data = zip_of([(f"{n}.txt", b"a") for n in range(3)])
    for n in range(3):
        data = patched(data, f"{n}.txt".encode(), 24, struct.pack("<I", 400_000_000))
    return data


END = ENTRY.rindex(b"PK\x05\x06")
BAD_ARCHIVE = {
    "empty": (zip_of([]), "the archive is empty"),
    "cut": (ENTRY[:-40], "cut off"),
    "noise": (b"PK" + os.urandom(3000), "cut off"),
    "directory": (ENTRY.replace(b"PK\x01\x02", b"PKPK"), "damaged"),
    "too many": (many(archives.MAX_MEMBERS + 1), "more than 20000 files"),
    "says many": (ENTRY[: END + 10] + b"\xff\xff" + ENTRY[END + 12 :], "more than 20000 files"),
    "large directory": (ENTRY[: END + 12] + b"\xff\xff\xff\x7f" + ENTRY[END + 16 :], "more than 20000 files"),
    "ZIP64": (ENTRY[:END] + b"PK\x06\x07" + bytes(16) + ENTRY[END:], "more than 20000 files"),
    "a gigabyte": (gigabytes(), "1200 MB; the limit is 1000 MB"),
}


@pytest.mark.parametrize("name", BAD_ARCHIVE)
def test_a_bad_archive_is_one_line_and_the_other_files_are_read(tmp_path, name):
    data, words = BAD_ARCHIVE[name]
    (tmp_path / "a.zip").write_bytes(data)
    (tmp_path / "good.txt").write_text(TEXT, "utf-8")
    reports = within(2, lambda: audit.load(tmp_path).reports)
    assert list(reports["status"]) == ["unreadable", "read"]
    assert words in reports["note"][0]
    assert "; " in reports["note"][0]


def test_a_huge_archive_is_refused_before_it_is_read(tmp_path):
    with (tmp_path / "a.zip").open("wb") as file:
        file.write(b"PK")
        file.truncate(50_000_000_000)
    assert "50000 MB; the limit is 512 MB" in audit.load(tmp_path).reports["note"][0]


def test_a_document_named_zip_is_a_document_and_a_zip_named_otherwise_is_told(tmp_path):
    (tmp_path / "a.zip").write_bytes(DOCX)
    (tmp_path / "b.zip").write_text(TEXT, "utf-8")
    (tmp_path / "c.docx").write_bytes(ENTRY)
    reports = audit.load(tmp_path).reports
    assert list(reports["status"]) == ["read", "read", "unreadable"]
    assert "give it a name that ends in .zip" in reports["note"][2]


def test_a_folder_that_looks_like_an_archive_is_a_folder(tmp_path):
    (tmp_path / "a.zip!").mkdir()
    (tmp_path / "a.zip!" / "b.txt").write_text(TEXT, "utf-8")
    assert list(audit.load(tmp_path).reports["status"]) == ["read"]
    assert read(tmp_path / "a.zip!" / "b.txt").text


def test_a_large_member_is_refused_before_it_is_inflated(tmp_path, monkeypatch):
    (tmp_path / "a.zip").write_bytes(zip_of([("x.txt", os.urandom(17_000_000))]))
    monkeypatch.setattr(archives.Archive, "read", lambda *_: pytest.fail("inflated"))
    with pytest.raises(UnreadableFile, match="the limit is 16 MB"):
        read(f"{tmp_path}/a.zip!/x.txt")


def members(name: str) -> bytes:
    archive, member = archives.split(name)
    return archives.open_archive(archive).read(member)


def test_members_are_read_in_linear_time(tmp_path):
    target = tmp_path / "a.zip"
    target.write_bytes(zip_of([(f"{n:05}.txt", b"a") for n in range(4000)]))
    names = [s.path for s in sources(target)]
    within(2, lambda: [members(name) for name in names])


def saved_page(folder: Path, joint: str, body: str) -> None:
    (folder / "年报.html").write_text(body, "utf-8")
    beside = folder / f"年报{joint}"
    (beside / "img").mkdir(parents=True)
    for name in ("a.js", "b.css", "c.png", "d.js.download", "img/e.gif"):
        (beside / name).write_bytes(b"\x89PNG")


@pytest.mark.parametrize("joint", ["_files", ".files"])
def test_the_folder_of_a_saved_page_does_not_drown_the_reports(tmp_path, joint):
    saved_page(tmp_path, joint, PAGE)
    beside = tmp_path / f"年报{joint}"
    (beside / "advert.html").write_text("<p>天气预报</p>", "utf-8")
    (beside / "locked.pdf").write_bytes(b"%PDF-1.7 cut")
    reports = audit.load(tmp_path).reports
    assert list(reports["path"].map(os.path.basename)) == sorted(
        ["年报.html", "locked.pdf"], reverse=joint == "_files"
    )
    row = reports[reports["path"].str.endswith(".html")].iloc[0]
    assert "have no row (7 files there)" in row["note"]
    assert row["status"] == "read"


def test_a_report_in_a_frame_of_a_saved_page_is_read(tmp_path):
    saved_page(tmp_path, "_files", "<html><frameset><frame src='main.htm'></frameset></html>")
    (tmp_path / "年报_files" / "main.htm").write_text(PAGE, "utf-8")
    reports = audit.load(tmp_path).reports
    assert list(reports["path"].map(os.path.basename)) == ["年报.html", "main.htm"]
    assert list(reports["status"]) == ["unreadable", "read"]


def test_saved_pages_in_an_archive_and_folders_without_a_page(tmp_path):
    entries = [("x.htm", PAGE.encode()), ("x_files/a.js", b"a"), ("y_files/b.js", b"var a")]
    (tmp_path / "a.zip").write_bytes(zip_of(entries))
    reports = audit.load(tmp_path).reports
    assert [p.rpartition("!/")[2] for p in reports["path"]] == ["x.htm", "y_files/b.js"]


def test_a_message_is_known_by_its_head():
    assert not webarchive.is_archive("Date: 2023\n政府信息公开\n".encode())
    assert webarchive.is_archive(b"\r\nMIME-Version: 1.0\r\nContent-Type: text/html\r\n\r\n")
