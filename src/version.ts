/** The version of the tool and of its engine, as records and reports state it. Held to package.json by a test. */
export const VERSION = '0.1.0';
