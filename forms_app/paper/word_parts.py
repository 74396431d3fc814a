"""Pieces of Word that python-docx has no words for: the page number field and the watermark."""

from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph
from docx.text.run import Run

WATERMARK = """
<w:pict xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"
  xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office">
  <v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" adj="10800"
    path="m@7,l@8,m@5,21600l@6,21600e">
    <v:formulas><v:f eqn="sum #0 0 10800"/><v:f eqn="prod #0 2 1"/><v:f eqn="sum 21600 0 @1"/>
      <v:f eqn="sum 0 0 @2"/><v:f eqn="sum 21600 0 @3"/><v:f eqn="if @0 @3 0"/><v:f eqn="if @0 21600 @1"/>
      <v:f eqn="if @0 0 @2"/><v:f eqn="if @0 @4 21600"/></v:formulas>
    <v:path textpathok="t" o:connecttype="rect"/><v:textpath on="t" fitshape="t"/>
  </v:shapetype>
  <v:shape id="PilotdeskWatermark" type="#_x0000_t136" fillcolor="silver" stroked="f"
    style="position:absolute;margin-left:0;margin-top:0;width:320pt;height:160pt;rotation:315;z-index:-251658752;
    mso-position-horizontal:center;mso-position-horizontal-relative:margin;
    mso-position-vertical:center;mso-position-vertical-relative:margin">
    <v:fill opacity=".5"/><v:textpath style="font-family:&quot;黑体&quot;;font-size:1pt" string="{text}"/>
  </v:shape>
</w:pict>
"""


def page_field(run: Run) -> None:
    """Make the run show the number of its page."""
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        element = OxmlElement("w:instrText" if text else "w:fldChar")
        if text:
            element.text = text
        else:
            element.set(qn("w:fldCharType"), kind)
        run._element.append(element)


def watermark(paragraph: Paragraph, text: str) -> None:
    """Put a word across every page whose header this paragraph stands in."""
    paragraph.add_run()._element.append(parse_xml(WATERMARK.format(text=text)))
