"""What the tests of other mail readers expect of their own mails, as JSON.

Python's tests are read, never run: what they expect stands in them as plain values. Those of Perl are searched for the few words
that are needed.
"""

import ast
import json
import re
import sys


def bounces(tree):
    """flufl.bounce: a list of (detector, mail, addresses, whether it may still arrive)."""
    table = next(one.value for one in tree.body if isinstance(one, ast.Assign) and one.targets[0].id == "DETECTORS")
    for _, mail, addresses, waits in ast.literal_eval(table):
        yield {"mail": mail, "addresses": [one.decode() for one in addresses], "waits": waits}


def perl_bounces(source):
    """BounceParser: a mail's name, then what is known of it."""
    names = list(re.finditer(r"(?:t/corpus/)?([\w.-]+\.msg)", source))
    of_all = re.findall(r"addresses\s*=>\s*\[\s*'([^']+)'", source)[-1:]
    for name, after in zip(names, names[1:] + [None]):
        told = source[name.end() : after.start() if after else len(source)]
        one = re.search(r'"recipient"\s*=>\s*\'([^\']+)\'', told)
        several = re.search(r"addresses\s*=>\s*\[\s*(?:qw\(([^)]*)\)|'([^']*)')", told)
        is_none = re.search(r"(is_bounce|reports)\s*=>\s*0", told if len(names) == 1 else source)
        if one:
            yield {"mail": name[1], "addresses": [one[1]], "waits": False}
        elif several:
            yield {"mail": name[1], "addresses": (several[1] or several[2]).split(), "waits": False}
        elif of_all or is_none:
            yield {"mail": name[1], "addresses": of_all, "waits": False}


def replies(tree):
    """talon: eq_(what is said, extract_from_plain(the text)), either perhaps by a name that was set above."""
    for test in (one for one in tree.body if isinstance(one, ast.FunctionDef)):
        names = {}
        for one in test.body:
            if isinstance(one, ast.Assign) and isinstance(one.value, ast.Constant):
                names[one.targets[0].id] = one.value.value
            call = one.value if isinstance(one, ast.Expr) and isinstance(one.value, ast.Call) else None
            if call is None or getattr(call.func, "id", "") != "eq_" or not isinstance(call.args[1], ast.Call):
                continue
            reader = call.args[1]
            said, text = (names.get(it.id) if isinstance(it, ast.Name) else getattr(it, "value", None) for it in (call.args[0], reader.args[0]))
            if reader.func.attr == "extract_from_plain" and isinstance(said, str) and isinstance(text, str):
                yield {"text": text, "said": said}


def unwrapped(tree):
    """quotequail: parameters of a test: a text, and what is above and below the message in it."""
    for test in (one for one in tree.body if isinstance(one, ast.FunctionDef)):
        for parameters in (one.args[1] for one in test.decorator_list if isinstance(one, ast.Call)):
            try:
                cases = ast.literal_eval(parameters)
            except ValueError:
                continue
            for text, found in (case for case in cases if len(case) == 2 and isinstance(case[1], dict)):
                said = [found.get("text_top"), found.get("text_bottom")]
                yield {"text": text, "said": "\n\n".join(one for one in said if one)}


def read(file):
    source = open(file, encoding="utf-8").read()
    if file.endswith(".t"):
        return perl_bounces(source)
    tree = ast.parse(source)
    if "DETECTORS = [" in source:
        return bounces(tree)
    return unwrapped(tree) if "from quotequail" in source else replies(tree)


print(json.dumps(list(read(sys.argv[1]))))
