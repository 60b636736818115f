package station

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/site"
	"github.com/forecourt/forecourt/twin/wire"
)

// turnArounds returns how long the answers of fuelling point 1 took to begin, in a second of idle polls from the fourth on.
func turnArounds(t *testing.T, profile string, seed uint64) (took []time.Duration) {
	t.Helper()
	plan, err := site.Open("kiosk")
	if err != nil {
		t.Fatal(err)
	}
	plan.Dispensers[0].Profile = profile
	var asked clock.Instant
	s, err := Build(Options{Plan: plan, Seed: seed, Trace: func(_ int, from string, c wire.Chunk, _ string) {
		if from == "fuelling-point 1" && c.First > clock.Epoch.Add(3*time.Second) {
			took = append(took, c.First.Sub(asked))
		}
		asked = c.Last
	}})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Loop().Close()
	s.Loop().Run(clock.Epoch.Add(4 * time.Second))
	if len(took) < 5 {
		t.Fatalf("%s: %d answers in a second", profile, len(took))
	}
	return took
}

func TestAnAnswerComesWhenTheProfileSays(t *testing.T) {
	first := map[time.Duration]bool{}
	for seed := range uint64(6) {
		all := turnArounds(t, "slow-answering", seed)
		first[all[0]] = true
		for _, d := range all {
			if d < 20*time.Millisecond || d > 24*time.Millisecond || d != all[0] {
				t.Fatalf("seed %d: a slow pump answers after %v, the first time after %v", seed, d, all[0])
			}
		}
	}
	if len(first) < 4 {
		t.Errorf("six slow pumps answer after %d different times", len(first))
	}
	uneven := map[time.Duration]bool{}
	for _, d := range turnArounds(t, "uneven-answering", 7) {
		if d < 2*time.Millisecond || d > 24*time.Millisecond {
			t.Errorf("an uneven pump answers after %v", d)
		}
		uneven[d] = true
	}
	if len(uneven) < 5 {
		t.Errorf("an uneven pump answers after %d different times", len(uneven))
	}
}

func TestAPumpThatIsTooSlowForItsBusIsRefused(t *testing.T) {
	dir := t.TempDir()
	late := "profile: late\nkind: dispenser\nname: Late\nturn-around: { uniform: { from: 5 ms, to: 40 ms }, source: design default }\n"
	if err := os.WriteFile(filepath.Join(dir, "late.yaml"), []byte(late), 0o600); err != nil {
		t.Fatal(err)
	}
	for dialect, fits := range map[string]bool{"dart": false, "udc": false, "twowire": true} {
		_, err := site.Load(filepath.Join(dir, "plan.yaml"), []byte(`
site: S
currency: EUR
grades: [{ grade: diesel, price: 1.799 EUR/L }]
tanks: [{ tank: 1, grade: diesel, capacity: 30000 L, opening: 20000 L }]
buses: [{ bus: 1, dialect: `+dialect+`, poll-cycle: 200 ms }]
dispensers: [{ dispenser: 1, profile: ./late.yaml, sides: [{ fuelling-point: 1, bus: 1, address: 0x01, hoses: [{ nozzle: 1, grade: diesel, tank: 1 }] }] }]
`))
		if fits && err != nil || !fits && (err == nil || !strings.Contains(err.Error(), "plan.yaml:7:39") || !strings.Contains(err.Error(), "answers after up to 40 ms")) {
			t.Errorf("%s: %v", dialect, err)
		}
	}
}
