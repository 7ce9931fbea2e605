import type { Problem } from "../../../domain/problem.ts";
import { certain, type Declaration } from "../php/declarations.ts";
import { isDeclaredByOcs } from "../php/ocs-declarations.ts";
import { declaredSince, isDeclaredByPhp } from "../php/php-declarations.ts";
import { refusedByPhp } from "../refused-by-php.ts";
import { error, info, type Rule, warning } from "./rule.ts";

const path = "install.php";

/** What PHP's compiler says, which no reader of its syntax sees. */
export const compiles: Rule = ({ contents: { installPhp } }) =>
	(installPhp?.faults ?? []).map(({ line, what }) => refusedByPhp(line, what));

/** The oldest PHP that is still kept up with; what it lacks is worth a question. */
const CURRENT = 8.2;

export const versions: Rule = ({ contents: { installPhp } }) =>
	(installPhp?.limits ?? []).map(({ line, what, since, until }) => {
		const finding = {
			path,
			message:
				until === undefined
					? `Line ${line} of install.php needs PHP ${since} or later: ${what}.`
					: `Line ${line} of install.php needs PHP ${until} or earlier: ${what}.`,
			hint: "With another PHP, OCS's page of extensions fails at this file. Ask `php -v` on the console's machine.",
		};
		return until === undefined && Number(since) <= CURRENT
			? info("php-version-needed", finding)
			: warning("web", "php-version", finding);
	});

/** Each name once in all of PHP. */
export const namesOfOthers: Rule = ({ contents: { installPhp } }) =>
	certain(installPhp?.declarations ?? []).flatMap((declaration): readonly Problem[] => {
		if (declaration.inNamespace) return [];
		if (isDeclaredByOcs(declaration.kind, declaration.name))
			return [taken(declaration, "OCS's console")];
		if (isDeclaredByPhp(declaration.kind, declaration.name)) return [taken(declaration, "PHP")];
		const since = declaration.kind === "function" ? declaredSince(declaration.name) : undefined;
		if (since === undefined) return [];
		return [
			warning("web", "php-version", {
				path,
				message: `Line ${declaration.line} of install.php declares ${declaration.name}(), which PHP has by itself since ${since}.`,
				hint: "From then on, OCS's page of extensions fails at this file. Declare it only where function_exists() says no.",
			}),
		];
	});

function taken({ kind, name, line }: Declaration, owner: string): Problem {
	return error("php-name", {
		path,
		message: `Line ${line} of install.php declares the ${kind} ${name}, which ${owner} has already.`,
		hint: "PHP ends where a name is declared twice, and OCS's page of extensions with it. Give it a name of the extension's own.",
	});
}
