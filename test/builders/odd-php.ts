import { refusedByPhp, takenByPhp } from "./php/tables.ts";

const latin1 = (text: string) => new Uint8Array(Buffer.from(text, "latin1"));
const utf8 = (text: string) => new Uint8Array(Buffer.from(text));

/** Whole files that are odd as files. */
const FILES: readonly Uint8Array[] = [
	"",
	"text only",
	"<?php",
	"<?php ",
	"<?php\n",
	"<?PHP\necho 1;",
	"<?php echo 1 ?>",
	"<?php echo 1 ?>\n\ntext",
	"text <?php echo 1; ?> text <?= 2 ?> text",
	"\n<?php echo 1;",
	"\u{feff}<?php echo 1;",
	"\u{feff}<?php declare(strict_types=1);",
	"\u{feff}<?php namespace A;",
	"\n<?php namespace A;",
	"<?php\r\nfunction a() {\r\n}\r\n",
	"<?php\rfunction a() {\r// b\r}\r",
	"<?php // a ?> b <?php echo 1;",
	"<?php # a\necho 1;",
	"<?php echo 'é', \"ü\"; // ñ",
	"<?php $é = 1; function é() {} class É {}",
	"<?php __halt_compiler();\0\u0001 }{",
	"#!/usr/bin/php\n<?php echo 1;",
	"<?php /** a */ function a() {} /* b */",
	"<?php /* a",
	"<?php echo 1;\0",
	"<?php\n?><?php\n?>",
	"<?php if (1): ?>a<?php else: ?>b<?php endif ?>",
	"<?php function a() { ?>text<?php }",
	"<?php function a() { ?>text",
	"<?php enum b",
	"<?php #[\n",
	"<?php #[A(...[1])] function a() {}\n",
].map(utf8);

/** Sources of PHP that a reader easily judges otherwise than PHP does. */
export function oddPhp(): readonly Uint8Array[] {
	const statements = [...takenByPhp, ...refusedByPhp].map((text) => utf8(`<?php\n${text}\n`));
	return [...statements, ...FILES, latin1("<?php echo 'é'; $é = 1; // é\n")];
}
