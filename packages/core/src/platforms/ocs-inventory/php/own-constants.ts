type Type = "int" | "float" | "string";

/** Constants of PHP's core, in all of PHP 7.4 to 8.4; E_STRICT, which is going, is left out. */
const OWN: Readonly<Record<Type, string>> = {
	int: `
	E_ERROR E_WARNING E_PARSE E_NOTICE E_CORE_ERROR E_CORE_WARNING E_COMPILE_ERROR E_COMPILE_WARNING E_USER_ERROR
	E_USER_WARNING E_USER_NOTICE E_RECOVERABLE_ERROR E_DEPRECATED E_USER_DEPRECATED E_ALL PHP_MAJOR_VERSION
	PHP_MINOR_VERSION PHP_RELEASE_VERSION PHP_VERSION_ID PHP_ZTS PHP_DEBUG PHP_MAXPATHLEN PHP_INT_MAX PHP_INT_MIN
	PHP_INT_SIZE PHP_FD_SETSIZE PHP_FLOAT_DIG`,
	float: `
	PHP_FLOAT_EPSILON PHP_FLOAT_MAX PHP_FLOAT_MIN M_E M_LOG2E M_LOG10E M_LN2 M_LN10 M_PI M_PI_2 M_PI_4 M_1_PI M_2_PI
	M_SQRTPI M_2_SQRTPI M_LNPI M_EULER M_SQRT2 M_SQRT1_2 M_SQRT3`,
	string: `
	PHP_VERSION PHP_EXTRA_VERSION PHP_OS PHP_OS_FAMILY PHP_SAPI PHP_EXTENSION_DIR PHP_PREFIX PHP_BINDIR PHP_MANDIR
	PHP_LIBDIR PHP_DATADIR PHP_SYSCONFDIR PHP_LOCALSTATEDIR PHP_CONFIG_FILE_PATH PHP_CONFIG_FILE_SCAN_DIR
	PHP_SHLIB_SUFFIX PHP_EOL PHP_BINARY DIRECTORY_SEPARATOR PATH_SEPARATOR`,
};

const TYPES: ReadonlyMap<string, Type> = new Map(
	Object.entries(OWN).flatMap(([type, names]) =>
		names.split(/\s+/).map((name) => [name, type as Type] as const),
	),
);

/** The type of a constant whose value PHP puts in as it compiles; undefined for any other. */
export function ownConstant(name: string): Type | undefined {
	return TYPES.get(name);
}
