package profile

import (
	"io/fs"
	"slices"
	"strings"
	"testing"
	"time"
)

// TestEveryShippedProfileLoads holds that each file is named by its kind and profile, says what it is, and has a source
// for every number. The registry refuses what is wrong in them.
func TestEveryShippedProfileLoads(t *testing.T) {
	files, _ := fs.Glob(shipped, "*.yaml")
	all, count := All(), map[Kind]int{}
	if len(files) != len(all) {
		t.Errorf("%d files, %d profiles", len(files), len(all))
	}
	for _, p := range all {
		count[p.Kind]++
		if want := string(p.Kind) + "-" + p.Profile + ".yaml"; p.File != want {
			t.Errorf("%s: this file should be %s", p.File, want)
		}
		src, _ := shipped.ReadFile(p.File)
		if !strings.HasPrefix(string(src), "# ") {
			t.Errorf("%s: its first line does not say what it is", p.File)
		}
		if len(p.Numbers()) == 0 {
			t.Errorf("%s: it says nothing", p.File)
		}
		for _, n := range p.Numbers() {
			if n.Is == "" || n.Source == "" {
				t.Errorf("%s: %s is '%s', from '%s'", p.File, n.Key, n.Is, n.Source)
			}
		}
	}
	for kind, least := range map[Kind]int{"dispenser": 7, "card-reader": 3, "controller": 3, "console": 3, "host": 3, "gateway": 2, "till": 2} {
		if count[kind] < least {
			t.Errorf("%d profiles of a %s, expected %d", count[kind], kind, least)
		}
	}
}

// own are the entries that the standard profiles leave to the device or the protocol.
var own = []string{"turn-around", "decimals", "hydraulics", "reply-timeout", "gap", "status-after"}

func TestTheStandardOnesLeaveNothingOut(t *testing.T) {
	for _, p := range All() {
		if p.Profile != Standard {
			continue
		}
		given := map[string]bool{}
		for _, n := range p.Numbers() {
			key, _, _ := strings.Cut(n.Key, ".")
			given[key] = true
		}
		for _, key := range keys(p.Model) {
			if given[key] == slices.Contains(own, key) {
				t.Errorf("%s: %s is given: %v", p.File, key, given[key])
			}
		}
	}
}

func TestWhatAProfileLeavesOutIsAsInTheStandardOne(t *testing.T) {
	slow, err := Open[Dispenser]("slow-answering")
	standard, err2 := Open[Dispenser]("")
	if err != nil || err2 != nil {
		t.Fatal(err, err2)
	}
	from, to := slow.TurnAround.Of.Bounds()
	if slow.Settle.words != standard.Settle.words || slow.NoFlow.Is != time.Minute || from != int64(20*time.Millisecond) || to >= int64(25*time.Millisecond) {
		t.Errorf("%+v beside %+v", slow, standard)
	}
	if standard.TurnAround.Source != "" {
		t.Error("the standard profile has been changed by another one")
	}
	truck, _ := Open[Dispenser]("truck-high-flow")
	if truck.Silence.Manner.Is != "stop-at-once" || standard.Silence.Manner.Is != "finish-then-lock" {
		t.Errorf("manners of silence: %q, %q", truck.Silence.Manner.Is, standard.Silence.Manner.Is)
	}
}

// TestTheStandardOnesAreWhatStationsHadBefore holds the values that evidence of earlier runs rests on: the same seed gives
// the same bytes only while they are these.
func TestTheStandardOnesAreWhatStationsHadBefore(t *testing.T) {
	want := map[Kind]string{
		"dispenser": "motor-delay 500 ms; display-every 250 ms; settle 300 ms; after-flow 50 ms; start-limit 40 ml; slow-flow 500 ml; " +
			"release-expires 2 min; no-flow 1 min; silence.manner finish-then-lock; silence.after 3 s; money.rounding half-up; " +
			"money.from display; money.overrun snapped; blend.off 5; blend.over 2 L",
		"card-reader": "chip 1.5 s to 3 s; stripe 300 ms to 300 ms; tap 500 ms to 500 ms; pin 3 s to 6 s; no-pin 30 s; patience 90 s; slot insert; fallback-after 3; " +
			"fallback-for 2 min; tap-limit 0; tap-cvm-limit 0; pin-bypass no; choose-within 30 s; remind-after 10 s; reminders 3; " +
			"receipt-within 30 s; reprint-within 10 min",
		"controller": "poll-cycle 50 ms; release-within 5 s",
		"console":    "think 0 s; baud 0; scan 2 s; delivery-delay 1 min; min-delivery 100 L",
		"host":       "latency 300 ms to 700 ms",
		"gateway":    "network 40 ms; host-timeout 15 s; repeat-every 10 s; lock-timeout 5 s; hold-for 168 h; keep-keys 24 h; honour-for 72 h; token-for 9 h",
		"till": "gateway-timeout 20 s; ledger-timeout 10 s; retries 3; retry-pause 2 s; outbox-pause 30 s; release-within 15 s; " +
			"quiet-within 10 s; ask-within 1 min",
		"price-sign": "change 2 s to 5 s; patience 15 s",
	}
	for _, p := range All() {
		if p.Profile != Standard {
			continue
		}
		var all []string
		for _, n := range p.Numbers() {
			all = append(all, n.Key+" "+n.Is)
		}
		if got := strings.Join(all, "; "); got != want[p.Kind] {
			t.Errorf("%s is %s\nexpected %s", p.Kind, got, want[p.Kind])
		}
	}
}
