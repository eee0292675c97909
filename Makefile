# make dataset   clean seeds/ into out/ (SEEDS= and OUT= point elsewhere)
# make test      install what the tests need, run them all
# make check     formatter, linter, documentation, the library alone, fuzz targets, the package
# make bench     speed against the floor of the machine
# make torture   the tests of faults, kills and hostile inputs with their full number of rounds (about an hour)
# make docs      write the generated pages of docs/ again
# make figures   write the figures of the corpus into docs/QUALITY.md again (DATA= is the unpacked test data)

SEEDS ?= seeds
OUT ?= out
CARGO ?= cargo
PYTHON ?= python3
TAOJIN := target/release/taojin
VENV := .venv

.PHONY: dataset build test torture check docs figures bench clean

dataset: build
	$(TAOJIN) run $(SEEDS) -o $(OUT)

build:
	$(CARGO) build --release --locked

test: build $(VENV)/installed
	$(CARGO) test --release --locked
	$(TAOJIN) run --quiet seeds -o target/consumers
	$(TAOJIN) run --quiet seeds -o target/annotated --sentences --tokens jieba
	HF_HUB_OFFLINE=1 $(VENV)/bin/python tests/consumers.py target/consumers target/annotated

$(VENV)/installed: tests/requirements.txt
	$(PYTHON) -m venv $(VENV)
	$(VENV)/bin/pip install --quiet --disable-pip-version-check -r tests/requirements.txt
	touch $@

check:
	$(CARGO) fmt --check
	$(CARGO) clippy --release --all-targets --locked -- -D warnings
	RUSTDOCFLAGS="-D warnings -A rustdoc::private_intra_doc_links" $(CARGO) doc --release --no-deps --document-private-items --locked
	RUSTFLAGS="-D warnings" $(CARGO) check --release --no-default-features --lib --locked --target-dir target/library
	cp Cargo.lock fuzz/Cargo.lock
	$(CARGO) check --release --no-default-features --manifest-path fuzz/Cargo.toml --target-dir target
	$(CARGO) package --no-verify --allow-dirty --locked --quiet
	tar -xzf target/package/taojin-*.crate -C target/package
	$(CARGO) check --release --locked --manifest-path target/package/taojin-[0-9]*/Cargo.toml --target-dir target

docs: build
	$(TAOJIN) schema > docs/schema.md
	$(TAOJIN) rules --markdown > docs/rules.md
	$(TAOJIN) init --schema > docs/taojin.schema.json
	$(TAOJIN) init - > docs/taojin.toml

figures: build $(VENV)/installed
	$(VENV)/bin/python benches/corpus.py $(TAOJIN) $(DATA)

bench: build $(VENV)/installed
	$(CARGO) bench --locked --bench decode --bench mend --bench strip --bench rules
	$(CARGO) bench --locked --bench growth -- $(abspath target/growth)
	$(VENV)/bin/python benches/growth.py $(TAOJIN) --texts target/growth
	$(VENV)/bin/python benches/throughput.py $(TAOJIN)
	$(VENV)/bin/python benches/dedup.py $(TAOJIN)

torture: build
	TAOJIN_TORTURE=1 $(CARGO) test --release --locked --test folder --test tampered --test fuzz --test growth -- --nocapture

clean:
	$(CARGO) clean
	rm -rf $(VENV)
