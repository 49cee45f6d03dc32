# sortie: `make run` shows it, `make test` proves it; `make help` lists the rest.
CC      ?= gcc
BUILD   ?= build
PREFIX  ?= /usr/local
DESTDIR ?=
SHARE   ?= $(abspath $(BUILD))/share

PACKAGES := libmicrohttpd sqlite3 jansson libsodium libqrencode zlib gnutls
WARNINGS := -Wall -Wextra -Wpedantic -Wconversion -Wsign-conversion -Wshadow -Wstrict-prototypes \
            -Wmissing-prototypes -Wold-style-definition -Wformat=2 -Wimplicit-fallthrough \
            -Wnull-dereference -Wvla -Wundef -Wwrite-strings -Wcast-align -Wdouble-promotion \
            -Wswitch-enum -Werror
HARDEN   := -O2 -g -D_FORTIFY_SOURCE=3 -fstack-protector-strong -fstack-clash-protection -fPIE \
            $(if $(filter x86_64,$(shell uname -m)),-fcf-protection=full)
SANITIZE := -O1 -g -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
MODE     ?= $(HARDEN)
FLAGS    := -std=c17 -D_GNU_SOURCE -DSORTIE_SHARE='"$(SHARE)"' -Iinclude $(WARNINGS) $(MODE) \
            $(shell pkg-config --cflags $(PACKAGES) 2>/dev/null)
LDFLAGS  += $(if $(findstring sanitize,$(MODE)),-fsanitize=address$(comma)undefined,-pie -Wl$(comma)-z$(comma)relro$(comma)-z$(comma)now)
LDLIBS   += $(shell pkg-config --libs $(PACKAGES) 2>/dev/null) -lstemmer -lunistring -lm
comma    := ,

LIB       := $(patsubst %.c,$(BUILD)/%.o,$(wildcard lib/*.c))
COLLECTOR := $(patsubst %.c,$(BUILD)/%.o,$(wildcard collector/*.c))
ANALYSIS  := $(patsubst %.c,$(BUILD)/%.o,$(wildcard analysis/*.c))
PARTS     := $(LIB) $(filter-out %/main.o,$(COLLECTOR) $(ANALYSIS))
TARGETS   := $(patsubst tests/fuzz/%.dict,%,$(wildcard tests/fuzz/*.dict))
UNITS     := $(patsubst tests/unit/%.c,$(BUILD)/unit/%,$(wildcard tests/unit/test_*.c))
STATIC    := $(wildcard collector/static/*)
TABLET    := elements rules personal repeats request shelf outbox catalogue aloud renewal questions staff kiosk
DATA      := $(wildcard lib/schema*.sql) $(shell find forms collector/pages analysis/static analysis/house.gp analysis/chart.gp analysis/funnel.gp -type f 2>/dev/null)
WORDS     := $(wildcard forms/words/*.json)
FORMS     := $(filter-out %.schema.json forms/network.json,$(wildcard forms/*.json))
CENTRES   := $(wildcard forms/centres/*.json)
BARE      := '/^ *\/\*.*\*\/$$/d; /^ *\/\*/,/\*\/$$/d; s/^ *//'
C_FILES    = $(wildcard include/sortie/*.h lib/*.[ch] collector/*.[ch] analysis/*.[ch] tests/*.c tests/*/*.[ch])

.PHONY: all audio run test soak fuzz bench analyze format install clean help
all: $(BUILD)/sortie-collector $(BUILD)/sortie-analysis $(BUILD)/share/complete

$(BUILD)/sortie-collector: $(LIB) $(COLLECTOR)
$(BUILD)/sortie-analysis: $(LIB) $(ANALYSIS)
$(BUILD)/simulate: $(LIB) $(BUILD)/tests/simulate.o
$(BUILD)/check-words: $(LIB) $(BUILD)/tests/check_words.o
$(BUILD)/mondays: $(LIB) $(filter-out %/main.o,$(ANALYSIS)) $(BUILD)/tests/bench/mondays.o
$(BUILD)/tests/bench/mondays.o: FLAGS += -Ianalysis
$(BUILD)/sortie-collector $(BUILD)/sortie-analysis $(BUILD)/simulate $(BUILD)/check-words $(BUILD)/mondays:
	@echo "  link  $@"
	@$(CC) $(LDFLAGS) -o $@ $^ $(LDLIBS)

$(BUILD)/%.o: %.c Makefile
	@mkdir -p $(@D)
	@echo "  cc    $<"
	@$(CC) $(FLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<
-include $(patsubst %.o,%.d,$(LIB) $(COLLECTOR) $(ANALYSIS) $(BUILD)/tests/simulate.d $(BUILD)/tests/check_words.d $(BUILD)/tests/bench/mondays.d)

# What the programs read at run time, as it is installed: forms/, pages/, static/ (the
# tablet's scripts laid end to end; scripts and styles without comments and indents, which
# are a quarter of what a tablet loads first; compressed twins), schema.sql. The words are
# checked before anything is copied.
$(BUILD)/share/complete: $(DATA) $(STATIC) $(BUILD)/check-words
	$(BUILD)/check-words forms/words
	mkdir -p $(@D) && find $(@D) -mindepth 1 -maxdepth 1 ! -name audio -exec rm -rf {} +
	mkdir -p $(@D)/static $(@D)/analysis
	cp -r forms collector/pages $(@D)/
	cp lib/schema*.sql $(@D)/
	cp $(STATIC) $(@D)/static/
	cd $(@D)/static && cat $(TABLET:=.js) >tablet.js && rm $(TABLET:=.js) && sed -i $(BARE) tablet.js *.css
	cp -r analysis/static analysis/house.gp analysis/chart.gp analysis/funnel.gp $(@D)/analysis/
	gzip -9 -n -k $(@D)/static/*.js $(@D)/static/*.css $(@D)/static/*.svg
	touch $@

# What the tablet reads aloud: a draft for every text of forms/, about a minute on two
# processors, and later only for texts that changed. Without it the tablet is silent.
audio: $(BUILD)/audio.spoken
$(BUILD)/audio.spoken: $(FORMS) $(CENTRES) $(WORDS) collector/speak | $(BUILD)/sortie-collector $(BUILD)/share/complete
	@if command -v espeak-ng >/dev/null && command -v lame >/dev/null; then \
	    echo "Speaking what the tablet reads aloud (about a minute the first time)"; \
	    for language in $(WORDS:forms/words/%.json=%); do \
	        $(BUILD)/sortie-collector texts --lang $$language $(FORMS:%=--form %) $(CENTRES:%=--centre %) \
	            >$(BUILD)/spoken.tsv && collector/speak $$language $(BUILD)/share/audio <$(BUILD)/spoken.tsv || exit 1; \
	    done; \
	    touch $@; \
	else \
	    echo "espeak-ng or lame is missing: the tablet will read nothing aloud"; \
	fi

run:
	@tests/install run
	@$(MAKE) --no-print-directory all audio $(BUILD)/simulate
	@tests/demonstrate $(BUILD)

test:
	@tests/install test
	@tests/run

# The programs and unit tests under address and undefined-behaviour sanitizers.
sanitized:
	@$(MAKE) --no-print-directory BUILD=build/sanitized MODE='$(SANITIZE)' SHARE='$(abspath build)/share' \
	    build/sanitized/sortie-collector build/sanitized/sortie-analysis build/sanitized/simulate \
	    build/sanitized/check-words units targets
units: $(UNITS)
targets: $(TARGETS:%=$(BUILD)/fuzz/%)
.PHONY: sanitized units targets
$(BUILD)/unit/%: tests/unit/%.c $(PARTS) $(wildcard tests/unit/*.h)
	@mkdir -p $(@D)
	@echo "  link  $@"
	@$(CC) $(FLAGS) $(CFLAGS) -Icollector -Ianalysis -Ilib $(LDFLAGS) -o $@ $< $(PARTS) $(LDLIBS) -lcmocka

# What reads what anyone may send: looked for what breaks it by clang's libFuzzer, or given
# what was found before, once.
ENGINE ?= tests/fuzz/replay.c
$(BUILD)/fuzz/%: tests/fuzz/%.c tests/fuzz/replay.c tests/fuzz/target.h $(PARTS)
	@mkdir -p $(@D)
	@echo "  link  $@"
	@$(CC) $(FLAGS) $(CFLAGS) -Icollector -Ianalysis -Ilib $(LDFLAGS) -o $@ $< $(ENGINE) $(PARTS) $(LDLIBS)
fuzz:
	@tests/install analyze
	@$(MAKE) --no-print-directory all
	@$(MAKE) --no-print-directory BUILD=build/fuzz CC=clang MODE='$(SANITIZE) -fsanitize=fuzzer-no-link' \
	    SHARE='$(abspath build)/share' ENGINE=-fsanitize=fuzzer targets
	@tests/fuzz/run

# A disk and a memory that fail when a test says so: loaded before a program's own.
$(BUILD)/faults.so: tests/faults/faults.c
	@mkdir -p $(@D)
	@echo "  link  $@"
	@$(CC) -std=c17 -D_GNU_SOURCE $(WARNINGS) -O2 -g -fPIC -shared -o $@ $<

# What runs a command with the system calls that a unit leaves it.
$(BUILD)/confine: tests/confine.c
	@mkdir -p $(@D)
	@echo "  link  $@"
	@$(CC) -std=c17 -D_GNU_SOURCE $(WARNINGS) -O2 -g -o $@ $<

# Hundreds of kills and power cuts, a hundred thousand responses.
soak:
	@tests/install test
	@$(MAKE) --no-print-directory all $(BUILD)/faults.so
	@SORTIE_BUILD=$(BUILD) SORTIE_KILLS=200 SORTIE_RESPONSES=100000 node --test tests/program/crash.test.mjs
	@SORTIE_BUILD=$(BUILD) SORTIE_CUTS=200 node --test tests/program/power.test.mjs
	@SORTIE_BUILD=$(BUILD) SORTIE_TRIES=1000 node --test tests/program/interrupted.test.mjs
	@SORTIE_BUILD=$(BUILD) SORTIE_ROWS=1000000 node --test tests/program/waiting.test.mjs

bench:
	@tests/install bench
	@$(MAKE) --no-print-directory all $(BUILD)/simulate $(BUILD)/bench-peer $(BUILD)/mondays
	@tests/bench/run $(BUILD)
$(BUILD)/bench-peer: $(BUILD)/tests/bench/peer.o
	@echo "  link  $@"
	@$(CC) $(LDFLAGS) -o $@ $^ $(LDLIBS)

analyze:
	@tests/install analyze
	tests/analyze

format:
	clang-format -i $(C_FILES)

install:
	$(MAKE) all audio
	$(MAKE) BUILD=build/install SHARE='$(PREFIX)/share/sortie' all
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/share/sortie
	install build/install/sortie-collector build/install/sortie-analysis $(DESTDIR)$(PREFIX)/bin/
	install collector/speak $(DESTDIR)$(PREFIX)/bin/sortie-speak
	cp -r build/install/share/. $(DESTDIR)$(PREFIX)/share/sortie/
	test ! -d $(BUILD)/share/audio || cp -r $(BUILD)/share/audio $(DESTDIR)$(PREFIX)/share/sortie/
	packaging/install '$(abspath $(BUILD))' '$(abspath $(DESTDIR))' '$(PREFIX)'

# A Debian package of what make install installs, in build/.
deb:
	@tests/install deb
	packaging/deb $(BUILD)
.PHONY: deb

clean:
	rm -rf build tests/node_modules

help:
	@echo "make            both programs, in build/"
	@echo "make audio      what the tablet reads aloud, as drafts of espeak-ng"
	@echo "make run        a demonstration centre on http://localhost:8080"
	@echo "make test       every test; installs what they need"
	@echo "make soak       kill the collector 200 times under 100,000 responses, cut its power 200 times"
	@echo "make fuzz       look for input that breaks a reader, 10 minutes each"
	@echo "make bench      speed and size, side by side with a bare server and SurveyJS"
	@echo "make analyze    gcc -fanalyzer, clang-tidy, cppcheck"
	@echo "make install    PREFIX=/usr/local; with manual pages, completion and systemd units"
	@echo "make deb        a Debian package, in build/"
