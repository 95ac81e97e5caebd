"""Small Word documents, put together part by part."""

import io
import zipfile

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_TYPES = """<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/>
<Default Extension="png" ContentType="image/png"/>
</Types>"""
_RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_ROOT = f"""<Relationships xmlns="{_PACKAGE}"><Relationship Id="rId1"
Type="{_RELATIONSHIPS}/officeDocument" Target="word/document.xml"/></Relationships>"""
_DOCUMENT_RELATIONSHIPS = f"""<Relationships xmlns="{_PACKAGE}">
<Relationship Id="rId1" Type="{_RELATIONSHIPS}/styles" Target="styles.xml"/>
<Relationship Id="rId2" Type="{_RELATIONSHIPS}/numbering" Target="numbering.xml"/>
<Relationship Id="rId3" Type="{_RELATIONSHIPS}/image" Target="media/image1.png"/>
<Relationship Id="rId4" Type="{_RELATIONSHIPS}/hyperlink" Target="https://example.com/"
 TargetMode="External"/></Relationships>"""
_STYLES = f"""<w:styles {_W}>
<w:style w:type="paragraph" w:styleId="Title"><w:name w:val="Title"/></w:style>
<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/></w:style>
</w:styles>"""
_NUMBERING = f"""<w:numbering {_W}><w:abstractNum w:abstractNumId="0">
<w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/></w:lvl>
<w:lvl w:ilvl="1"><w:numFmt w:val="bullet"/></w:lvl>
</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>"""
PIXEL = b"\x89PNG\r\n\x1a\n-a-pixel-"
PICTURE = """<w:p><w:r><w:drawing><wp:inline
xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing">
<wp:docPr id="1" name="P" descr="a graph"/>
<a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:graphicData>
<pic:pic xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:blipFill>
<a:blip r:embed="rId3"
xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"/>
</pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>"""


def paragraph(text: str, style: str = "", level: int | None = None, *, bold: bool = False) -> str:
    number = (
        "" if level is None else f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr>'
    )
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    weight = "<w:rPr><w:b/></w:rPr>" if bold else ""
    run = f'<w:r>{weight}<w:t xml:space="preserve">{text}</w:t></w:r>'
    return f"<w:p><w:pPr>{named}{number}</w:pPr>{run}</w:p>"


def table(*rows: tuple[str, ...]) -> str:
    cells = ("".join(f"<w:tc>{paragraph(cell)}</w:tc>" for cell in row) for row in rows)
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"


def word_document(*blocks: str, **others: bytes) -> bytes:
    """The bytes of a `.docx` of these blocks; `others` are parts by their name in `word/`."""
    document = f"<w:document {_W}><w:body>{''.join(blocks)}</w:body></w:document>"
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", _TYPES)
        archive.writestr("_rels/.rels", _ROOT)
        archive.writestr("word/_rels/document.xml.rels", _DOCUMENT_RELATIONSHIPS)
        archive.writestr("word/document.xml", document)
        archive.writestr("word/styles.xml", _STYLES)
        archive.writestr("word/numbering.xml", _NUMBERING)
        archive.writestr("word/media/image1.png", PIXEL)
        for name, content in others.items():
            archive.writestr(f"word/{name}.xml", content)
    return written.getvalue()
