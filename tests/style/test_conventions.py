# SPDX-License-Identifier: Apache-2.0
"""Each convention catches an offence that is planted for it, and none complains of a source that keeps them all."""
import os
import tempfile
import unittest

import conventions

C = f"/* {conventions.SPDX} */\n"
BASE = C + '#define G_LOG_DOMAIN "kigen-base"\n'
TEST = C + '#define G_LOG_DOMAIN "kigen-tests"\n'
HEADER = C + "#pragma once\n\n#include <glib.h>\n\n"
PYTHON = f"# {conventions.SPDX}\n"

CLEAN = {
    "README.md": "# Kigen\n",
    "LICENSE": "the text\n",
    ".editorconfig": "root = true\n",
    "meson.build": PYTHON + "project('kigen', 'c')\n",
    "include/kigen/base/text.h": HEADER + """G_BEGIN_DECLS

#define KIGEN_TEXT_MOST 3 /* not "(" */

typedef enum {
  KIGEN_TEXT_SHORT = 1, /* brief (very) */
  KIGEN_TEXT_LONG,
} KigenTextKind;
typedef struct _KigenText KigenText;
typedef struct {
  int (*call) (void *data);
  struct {
    int deep;
  } inner;
} KigenTextTable;
typedef void (*KigenTextVisit) (const char *word, gpointer data);

/** Says what; see other_function (word). */
char *kigen_text_fold (const char *text) G_GNUC_WARN_UNUSED_RESULT;
const char *const *kigen_text_words (void);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KigenTextTable, g_free)

G_END_DECLS
""",
    "include/kigen/state/state.h": HEADER,
    "src/base/text.c": BASE + """
#include <kigen/base/text.h>

#include <errno.h>

#ifdef _WIN32
#define SEPARATOR '\\\\'
#else
#define SEPARATOR '/'
#endif

char *
kigen_text_fold (const char *text)
{
  return g_strdup_printf ("https://%s{", text); /* a brace in a string, and no comment of two strokes */
}
""",
    "tests/base/test-text.c": TEST + """
int
main (void)
{
  /* longer than the session lasts */
  g_usleep (2);
  while (waiting ()) {
    if (late ())
      g_usleep (1);
  }
}
""",
    "tests/e2e/test_story.py": PYTHON + """import time

def wait():
    while True:
        time.sleep(0.1)

def late(test, began):
    time.sleep(2)  # the session ends after one
    test.assertGreaterEqual(time.monotonic() - began, 2)
""",
    "tests/run": "#!/bin/sh\n" + PYTHON,
}

# (rule, path, content, how many offences)
PLANTED = [
    ("licence", "src/base/other.c", '#define G_LOG_DOMAIN "kigen-base"\n', 1),
    ("licence", "data/setup", "#!/bin/sh\nset -eu\n", 1),
    ("licence", "data/x.sql", "SELECT 1;\n", 1),
    ("licence", "src/base/meson.build", "x = 1\n", 1),
    ("length", "src/base/long.c", BASE + "int x;\n" * 400, 1),
    ("conditions", "src/base/if.c", BASE + "void f (void)\n{\n#ifdef X\n  g ();\n#else\n  h ();\n#endif\n}\n", 2),
    ("conditions", "src/base/if.c", BASE + "char *s = \"}\";\nint f[] = {\n#if 1\n  1,\n#endif\n};\n", 1),
    ("line_comments", "src/base/c.c", BASE + "// old ();\nint x; // why\n", 2),
    ("log_domain", "src/base/d.c", C + "int x;\n", 1),
    ("log_domain", "src/state/d.c", C + '#define G_LOG_DOMAIN "kigen-base"\n', 1),
    ("log_domain", "tests/base/test-d.c", C + "int x;\n", 1),
    ("public_names", "include/kigen/crypto/key.h", HEADER + "void key_free (void *key);\n", 1),
    ("public_names", "include/kigen/crypto/key.h", HEADER + "typedef struct _Key Key;\ntypedef void (*Visit) (int);\n", 2),
    ("public_names", "include/kigen/crypto/key.h", HEADER + "typedef enum { KIGEN_KEY_A = 1, KEY_B } KigenKeyKind;\n", 1),
    ("public_names", "include/kigen/crypto/key.h", HEADER + "#define MOST 3\n", 1),
    ("arrows", "src/base/up.c", BASE + "#include <kigen/crypto/key.h>\n", 1),
    ("arrows", "src/base/up.c", BASE + '#include "../crypto/openssl.h"\n', 1),
    ("arrows", "src/base/up.c", BASE + "#include <openssl/evp.h>\n#include <curl/curl.h>\n#include <pk11pub.h>\n", 3),
    ("arrows", "src/agent/a.c", C + '#define G_LOG_DOMAIN "kigen-agent"\n#include <kigen/store/store.h>\n', 1),
    ("arrows", "include/kigen/base/calendar.h", HEADER + "#include <kigen/state/state.h>\n", 1),
    ("arrows", "include/kigen/unheard.h", HEADER, 1),
    ("arrows", "src/attic/a.c", C + '#define G_LOG_DOMAIN "kigen-attic"\n', 1),
    ("leftovers", "src/base/l.c", BASE + "/* FIX" "ME */\n", 1),
    ("leftovers", "data/notes.md", "TO" "DO\n", 1),
    ("blanks", "src/base/b.c", BASE + "int x; \nint\ty;\nint z;", 3),
    ("blanks", "tests/b.py", PYTHON + "x = 1\r\n", 1),
    ("clocks", "tests/base/test-s.c", TEST + "int\nmain (void)\n{\n  for (;;) {\n    x ();\n  }\n  g_usleep (1);\n}\n", 1),
    ("clocks", "tests/e2e/test_s.py", PYTHON + "import time\n\ndef look():\n    time.sleep(1)\n", 1),
    ("clocks", "tests/e2e/test_s.py", PYTHON + "def look(t, then):\n    t.assertLess(time.monotonic() - then, 3)  # quick\n", 1),
    ("clocks", "tests/e2e/test_s.py", PYTHON + "def look(:\n", 1),
    ("top_level", "notes.txt", "", 1),
    ("top_level", "scripts/x", "", 1),
    ("self_contained", "include/kigen/crypto/key.h", C + "#pragma once\ngboolean kigen_key_ok (void);\n", 1),
    ("self_contained", "include/kigen/crypto/key.h", C + "struct KigenKey { int x; };\n", 1),
]


class Conventions(unittest.TestCase):
    def found(self, tree):
        with tempfile.TemporaryDirectory() as folder:
            root = os.path.join(folder, "a root")
            for path, content in tree.items():
                path = os.path.join(root, path)
                os.makedirs(os.path.dirname(path), exist_ok=True)
                with open(path, "w", encoding="utf-8", newline="") as file:
                    file.write(content)
            return conventions.offences(root)

    def test_a_clean_source(self):
        self.assertEqual(self.found(CLEAN), [])

    def test_what_is_hidden_or_built_is_not_ours(self):
        hidden = {".cache/x.c": "TO" "DO\n", "build-x/y.c": "\t\n", "tests/__pycache__/z.c": "\t\n"}
        self.assertEqual(self.found({**CLEAN, **hidden}), [])

    def test_each_offence(self):
        for rule, path, content, times in PLANTED:
            with self.subTest(rule, path=path, content=content):
                found = self.found({**CLEAN, path: content})
                self.assertEqual([offence[3] for offence in found], [rule] * times, found)
                if rule != "top_level":
                    self.assertEqual({offence[0] for offence in found}, {path})

    def test_each_rule_is_tried(self):
        rules = {rule.__name__ for rule in conventions.RULES} | {"top_level", "self_contained"}
        self.assertEqual({rule for rule, *_ in PLANTED}, rules)


if __name__ == "__main__":
    unittest.main()
