/** Bytes that are XML to some readers and not to others, by what is odd about them. */
export function oddXml(): ReadonlyMap<string, Uint8Array> {
	const all = new Map<string, Uint8Array>();
	for (const [group, texts] of Object.entries(TEXTS)) {
		for (const [index, text] of texts.entries()) all.set(`${group} ${index}`, utf8(text));
	}
	for (const encoding of ENCODINGS) {
		const text = `<?xml version="1.0" encoding="${encoding}"?>${NAMED("é")}`;
		all.set(`declared ${encoding}, is UTF-8`, utf8(text));
		all.set(`declared ${encoding}, is Latin-1`, latin1(text));
		all.set(`declared ${encoding}, is ASCII`, utf8(text.replace("é", "e")));
		all.set(`declared ${encoding}, is UTF-16`, bytes([0xff, 0xfe], Buffer.from(text, "utf16le")));
		all.set(`declared ${encoding}, byte order mark of UTF-8`, utf8(`\u{feff}${text}`));
		all.set(`declared ${encoding}, byte 81`, bytes(text.replace("é", "\x81")));
	}
	const wide = Buffer.from(NAMED("é"), "utf16le");
	all.set("UTF-16 without a mark", wide);
	all.set("UTF-16, big end first", bytes([0xfe, 0xff], Buffer.from(wide).swap16()));
	all.set("UTF-16, cut", bytes([0xff, 0xfe], wide.subarray(0, -1)));
	for (const [name, wrong] of Object.entries(NOT_UTF8)) {
		for (const [place, [before, after]] of Object.entries(PLACES)) {
			all.set(`${name} in ${place}`, bytes(before, wrong, after));
		}
	}
	for (const depth of [200, 255, 256, 300, 3000]) {
		all.set(`${depth} levels`, utf8("<a>".repeat(depth) + "</a>".repeat(depth)));
	}
	all.set("a long name", utf8(`<${"a".repeat(50_001)}/>`));
	all.set("a long value", utf8(`<a b="${"a".repeat(100_000)}"/>`));
	return all;
}

const utf8 = (text: string) => new Uint8Array(Buffer.from(text));
const latin1 = (text: string) => new Uint8Array(Buffer.from(text, "latin1"));
const bytes = (...parts: readonly (string | ArrayLike<number>)[]) =>
	new Uint8Array(
		Buffer.concat(
			parts.map((part) =>
				typeof part === "string" ? Buffer.from(part, "latin1") : Uint8Array.from(part),
			),
		),
	);
const NAMED = (name: string) =>
	`<hookstore><hook type="menu"><identifier>${name}</identifier></hook></hookstore>`;

const ENCODINGS =
	"UTF-8 utf-8 utf8 US-ASCII ASCII ISO-8859-1 iso-8859-1 ISO8859-1 latin1 latin-1 ISO-8859-2 ISO-8859-15 windows-1250 windows-1252 CP1252 KOI8-R UTF-16 UTF-16LE UTF-16BE UCS-4 Shift_JIS EUC-JP GBK Big5 EBCDIC HTML none 8859".split(
		" ",
	);

const NOT_UTF8: Readonly<Record<string, readonly number[]>> = {
	"a lone byte": [0xe9],
	"a pair that is none": [0xc3, 0x28],
	"a character too long": [0xc0, 0x80],
	"half of a pair": [0xed, 0xa0, 0x80],
	NUL: [0],
	"a control character": [1],
	"a form feed": [0x0c],
};
const PLACES: Readonly<Record<string, readonly [string, string]>> = {
	text: ["<a>", "</a>"],
	"a value": ['<a b="', '"/>'],
	"a comment": ["<a><!-- ", " --></a>"],
	CDATA: ["<a><![CDATA[", "]]></a>"],
	"an instruction": ["<a><?b ", "?></a>"],
	"a name": ["<a", "/>"],
	"front of all": ["", "<a/>"],
};

const TEXTS: Readonly<Record<string, readonly string[]>> = {
	"nothing, or no element": [
		"",
		" \n",
		"text",
		'<?xml version="1.0"?>',
		"<!-- a -->",
		"<![CDATA[a]]><a/>",
	],
	declaration: [
		...["1.0", "1", "1.1", "1.5", "2.0", "10", "", "a", " 1.0"].map(
			(v) => `<?xml version="${v}"?><a/>`,
		),
		'<?xml encoding="UTF-8" version="1.0"?><a/>',
		'<?xml encoding="UTF-8"?><a/>',
		'<?xml version="1.0" standalone="yes" encoding="UTF-8"?><a/>',
		'<?xml version="1.0" encoding="UTF-8" standalone="no"?><a/>',
		'<?xml version="1.0" standalone="maybe"?><a/>',
		'<?xml version="1.0" other="1"?><a/>',
		'<?xml version="1.0" version="1.0"?><a/>',
		'<?xml version="1.0"encoding="UTF-8"?><a/>',
		'<?xml version = "1.0" ?><a/>',
		"<?xml version='1.0'?><a/>",
		"<?xml version=1.0?><a/>",
		`<?xml version="1.0'?><a/>`,
		'<?xml VERSION="1.0"?><a/>',
		'<?XML version="1.0"?><a/>',
		'<?xmlversion="1.0"?><a/>',
		"<?xml?><a/>",
		'<?xml version="1.0"><a/>',
		'<?xml version="1.0"?><?xml version="1.0"?><a/>',
		' <?xml version="1.0"?><a/>',
		'\n<?xml version="1.0"?><a/>',
		'\u{feff}<?xml version="1.0"?><a/>',
		"\u{feff}\u{feff}<a/>",
		"\u{200b}<a/>",
		'<?xml version="1.0" encoding=""?><a/>',
		'<?xml version="1.0" encoding=" UTF-8"?><a/>',
		'<?xml version="1.0" encoding="UTF 8"?><a/>',
	],
	comments: [
		"<a><!-- b -- c --></a>",
		"<a><!-- b ---></a>",
		"<a><!----></a>",
		"<a><!---></a>",
		"<a><!- b --></a>",
		"<a><!-- b</a>",
		"<a/><!-- b -->",
	],
	references: [
		..."&nbsp; &eacute; &amp &; &AMP; &#65 &#X41; &#x41; &#0; &#1; &#xD800; &#x110000; &lt;&gt;&amp;&quot;&apos;"
			.split(" ")
			.flatMap((one) => [`<a>${one}</a>`, `<a b="${one}"/>`]),
		"<a>b & c</a>",
		'<a b="c & d"/>',
		"<a>& amp;</a>",
	],
	attributes: [
		"<a b=c/>",
		"<a b/>",
		'<a b="1" b="2"/>',
		'<a b="1" B="2"/>',
		'<a b="1"c="2"/>',
		'<a b = "1"/>',
		`<a b='"'/>`,
		'<a b="<"/>',
		'<a b=">"/>',
		'<a\u00a0b="1"/>',
		'<a></a b="1">',
	],
	elements: [
		"<a>",
		"<a><b></a>",
		"<a></A>",
		"<a/>b",
		"<a/>\u00a0",
		"<a/><b/>",
		"<1/>",
		"<-/>",
		"<é/>",
		"<😀/>",
		"< a/>",
		"<a / >",
		"</a>",
		"<a></a >",
		"<a></ a>",
		"<a>1 < 2</a>",
		"<a>1 > 2</a>",
		"<a>]]></a>",
		"<a>😀\u0085\u0080</a>",
		"<a>\ufffe</a>",
	],
	"after a prefix that nothing declares": [
		..."</a> <a/> b ]]> <![CDATA[b]]> <? <!-- <!--b--> <?b?> &#65;".split(" "),
		"\n ",
		"\n<!-- b -->\n",
		"\u00a0",
	].flatMap((rest) =>
		["<x:b/>", "<b><x:c/></b>", '<b x:c="1"></b>', '<b xmlns:x="u" x:c="1" y:c="1"/>'].map(
			(root) => `${root}${rest}`,
		),
	),
	sections: [
		"<a><![CDATA[<b>&]]></a>",
		"<a><![CDATA[b</a>",
		"<a><![cdata[b]]></a>",
		"<a><![CDATA[<!DOCTYPE a>]]></a>",
		"<a><!-- <!DOCTYPE a> --></a>",
	],
	instructions: [
		"<a><?php echo 1 ?></a>",
		"<a><?php echo 1 ></a>",
		"<a><?xml b?></a>",
		"<a><?XML b?></a>",
		"<a><?b:c d?></a>",
		'<?xml-stylesheet href="b"?><a/>',
	],
	namespaces: [
		"<a><b:c/></a>",
		'<a b:c="1"/>',
		'<a xmlns:b="u" xmlns:c="u" b:d="1" c:d="2"/>',
		'<a xmlns:b=""/>',
		'<a xmlns:xml="u"/>',
		'<a xmlns:xmlns="u"/>',
		"<a:b:c/>",
		"<:a/>",
		"<a:/>",
		'<a xmlns="b c"/>',
		'<a xmlns="http://["/>',
		'<a xml:id="1"/>',
		'<a xml:lang=""/>',
		'<a xml:space="b"/>',
		'<h xmlns="u"><hook type="a"><identifier>b<i>c</i>d<![CDATA[e]]>&lt;</identifier></hook><x:hook xmlns:x="v" type="f"/></h>',
		'<h><x:hook type="a"/><hook x:type="b" type="c"><x:identifier>d</x:identifier></hook></h>',
		'<h xmlns:x="u"><hook x:type="b"/><hook/><b><hook type="c"/></b></h>',
		'<a xmlns:xi="http://www.w3.org/2001/XInclude"><xi:include href="/etc/passwd"/></a>',
	],
	"ends of lines": [
		'<?xml version="1.0"?>\r<a>\r</a>',
		'<?xml version="1.0"?>\r\n<a\r\nb="1">\r\n</a>\r\n',
		'<a\tb\n=\r"1"/>',
	],
};
