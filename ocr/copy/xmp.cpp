// SPDX-License-Identifier: MPL-2.0
#include "ocr/copy/xmp.h"

#include "schemas/core/xml_escape.h"

namespace indgang::ocr {

std::string xmp_of(const CopyFacts& facts) {
    const std::string at = format_utc(facts.received_at);
    return R"(<?xpacket begin=")"
           "\xEF\xBB\xBF"
           R"(" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/">
<pdfaid:part>2</pdfaid:part>
<pdfaid:conformance>B</pdfaid:conformance>
<dc:format>application/pdf</dc:format>
<dc:identifier>)" +
           escape_xml(facts.identifier) + R"(</dc:identifier>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">)" +
           escape_xml(facts.title) + R"(</rdf:li></rdf:Alt></dc:title>
<dc:language><rdf:Bag><rdf:li>da-DK</rdf:li></rdf:Bag></dc:language>
<xmp:CreatorTool>Indgang</xmp:CreatorTool>
<xmp:CreateDate>)" +
           at + R"(</xmp:CreateDate>
<xmp:ModifyDate>)" +
           at + R"(</xmp:ModifyDate>
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>)";
}

}  // namespace indgang::ocr
