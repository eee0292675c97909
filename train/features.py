"""What `taojin features` exports: the only source of features for all scripts here."""
import json
import subprocess
import tempfile


def export(taojin, model, documents, root='.', tables=None, settings=()):
    """The header and, for each of `documents` (a list), what the model with the tables of folder `tables` sees and makes of it."""
    command = [taojin, *(part for setting in settings for part in ('--set', setting)), 'features', model, '--root', str(root)]
    command += ['--tables', str(tables)] if tables else []
    with tempfile.TemporaryFile('w+') as lines:
        lines.writelines(json.dumps(document) + '\n' for document in documents)
        lines.flush()
        lines.seek(0)
        with subprocess.Popen(command, stdin=lines, stdout=subprocess.PIPE, text=True) as process:
            header = json.loads(process.stdout.readline() or '{}')
            answers = [json.loads(line) for line in process.stdout]
    if process.returncode:
        raise SystemExit(f'{" ".join(command)}: exit status {process.returncode}')
    return header, answers


def export_each(taojin, model, documents, **options):
    """The same for very many documents, a few thousand at a time: (document, answer) after one another."""
    batch = 2000
    for start in range(0, len(documents), batch):
        some = documents[start:start + batch]
        yield from zip(some, export(taojin, model, some, **options)[1])
