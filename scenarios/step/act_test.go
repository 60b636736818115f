package step_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/forecourt/forecourt/scenarios/bench"
	"github.com/forecourt/forecourt/scenarios/bench/benchtest"
	"github.com/forecourt/forecourt/scenarios/step"
	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/line"
	"github.com/forecourt/forecourt/twin/loop"
	"github.com/forecourt/forecourt/twin/strict"
)

// recorder is a station that notes what is done to it.
type recorder struct {
	bench.Station
	acts []string
}

func (r *recorder) note(format string, args ...any) error {
	r.acts = append(r.acts, fmt.Sprintf(format, args...))
	return nil
}

func (r *recorder) Do(role forecourt.Role, s forecourt.Stimulus) error {
	return r.note("%s %s %v", role, s.Stimulus(), s)
}
func (r *recorder) PowerOff(role forecourt.Role) error { return r.note("off %s", role) }
func (r *recorder) PowerOn(role forecourt.Role) error  { return r.note("on %s", role) }
func (r *recorder) CutBus(bus int, cut bool) error     { return r.note("bus %d cut %v", bus, cut) }
func (r *recorder) FaultBus(bus int, p ...line.Planned) error {
	return r.note("bus %d faults %v", bus, p)
}
func (r *recorder) FaultHTTP(host string, f ...loop.HTTPFault) error {
	return r.note("%s faults %v", host, f)
}
func (r *recorder) DownHTTP(host string, down bool) error { return r.note("%s down %v", host, down) }
func (r *recorder) CutLink(a, b forecourt.Role, cut bool) error {
	return r.note("link %s %s cut %v", a, b, cut)
}

func TestHands(t *testing.T) {
	for _, c := range []struct{ step, want string }{
		{"lift-nozzle: { fuelling-point: 1, nozzle: 2 }", "fuelling-point 1 lift-nozzle {2 false}"},
		{"hang-nozzle: { fuelling-point: 2 }", "fuelling-point 2 hang-nozzle {false}"},
		{"squeeze: { fuelling-point: 1, until: 32.50 L, flow: 60 L/min }", "fuelling-point 1 squeeze {32.50 L 60 L/min}"},
		{"squeeze: { fuelling-point: 1 }", "fuelling-point 1 squeeze {0 L 0 L/min}"},
		{"let-go: { fuelling-point: 1 }", "fuelling-point 1 let-go {}"},
		{"insert-card: { reader: 1, card: visa-credit, entry: contactless }", "card-reader 1 insert-card {visa-credit contactless correct  false}"},
		{"remove-card: { reader: 1 }", "card-reader 1 remove-card {}"},
		{"press-cancel: { reader: 1 }", "card-reader 1 press-cancel {}"},
		{"authorise: { fuelling-point: 1, amount: 50 EUR }", "pos authorise {1 0 L 50.00 EUR  {cash 0.000 /L} till 1}"},
		{"authorise: { fuelling-point: 1, level: credit, discount: 0.05 EUR/L }", "pos authorise {1 0 L 0.00   {credit 0.050 EUR/L} till 1}"},
		{"prepay: { fuelling-point: 1, amount: 40 EUR, card: visa-credit }", "pos prepay {1 40.00 EUR card visa-credit   {cash 0.000 /L} till 1}"},
		{"pay: { fuelling-point: 1 }", "pos pay { 1 cash   till 1}"},
		{"pay: { sale: S-7, tender: card, card: visa-debit }", "pos pay {S-7 0 card visa-debit  till 1}"},
		{"write-off: { sale: S-7, reason: drive-off }", "pos write-off {S-7 drive-off till 1}"},
		{"stop: { fuelling-point: 2 }", "pos stop {2 till 1}"},
		{"stop: { all: true }", "pos stop {0 till 1}"},
		{"pay: { fuelling-point: 1, attendant: anna }", "pos pay { 1 cash   attendant anna}"},
		{"take-sale: { fuelling-point: 1, till: 2 }", "pos take-sale { 1 till 2}"},
		{"put-back: { sale: S-7, till: 2 }", "pos put-back {S-7 till 2}"},
		{"report: { attendant: anna }", "pos report {attendant anna}"},
		{"set-mode: { mode: prepay+outdoor }", "pos set-mode {0 prepay+outdoor}"},
		{"set-clock: { to: 2026-01-05T22:00:00Z }", "pos set-clock {2026-01-05T22:00:00Z}"},
		{"tag-attendant: { attendant: anna, fuelling-point: 1 }", "pos tag-attendant {anna 1 false}"},
		{"tag-attendant: { attendant: anna, out: true }", "pos tag-attendant {anna 0 true}"},
		{"move-prepay: { from: 1, to: 2 }", "pos move-prepay {1 2 till 1}"},
		{"fault-sign: { fault: dead, repaired: true }", "price-sign fault-sign dead repaired"},
		{"change-price: { grade: diesel, price: 1.829 EUR/L }", "pos change-price {diesel 1.829 EUR/L cash}"},
		{"change-price: { grade: diesel, price: 1.829 EUR/L, level: credit }", "pos change-price {diesel 1.829 EUR/L credit}"},
		{"deliver: { tank: 1, volume: 5000 L }", "tank 1 deliver {5000 L [] 0 L/min <nil>}"},
		{"deliver: { tank: 1, compartments: [5000 L, 3000 L], rate: 900 L/min }", "tank 1 deliver {0 L [5000 L 3000 L] 900 L/min <nil>}"},
		{"leak: { tank: 1, rate: 210 ul/s, from: line }", "tank 1 leak {line 0.0126 L/min}"},
		{"seal-leak: { tank: 1 }", "tank 1 leak {tank 0 L/min}"},
		{"water-in: { tank: 1, volume: 200 L, rate: 10 L/min }", "tank 1 water-in {200 L 10 L/min}"},
		{"pump-out-water: { tank: 1, volume: 200 L }", "tank 1 water-in {-200 L 0 L/min}"},
		{"break-siphon: { tank: 1 }", "tank 1 break-siphon {}"},
		{"join-siphon: { tank: 1 }", "tank 1 join-siphon {}"},
		{"probe-out: { tank: 1 }", "gauge set-probe {1 true}"},
		{"probe-in: { tank: 1 }", "gauge set-probe {1 false}"},
		{"leak-test: { tank: 1 }", "gauge start-leak-test {1 0.2 gph}"},
		{"leak-test: { tank: 1, stop: true }", "gauge stop-leak-test {1}"},
		{"restart: { role: pos, down-for: 2 s }", "off pos; on pos"},
		{"power-off: { role: pos }", "off pos"},
		{"power-on: { role: pos }", "on pos"},
		{"cut-bus: { bus: 1 }", "bus 1 cut true"},
		{"join-bus: { bus: 1 }", "bus 1 cut false"},
		{"fault-bus: { bus: 1, frame: 3, fault: flip, byte: 2, bit: 5 }", "bus 1 faults [flip at frame 3, byte 2, bit 5]"},
		{"fault-http: { host: gateway, fault: lose-answer, times: 2 }", "gateway faults [lose-answer lose-answer]"},
		{"down: { host: gateway }", "gateway down true"},
		{"up: { host: gateway }", "gateway down false"},
		{"cut-link: { between: [pos, card-reader 1] }", "link pos card-reader 1 cut true"},
		{"join-link: { between: [card-reader 1, pos] }", "link card-reader 1 pos cut false"},
	} {
		if got := act(t, c.step); got != c.want {
			t.Errorf("%s: did %q, want %q", c.step, got, c.want)
		}
	}
}

// act plays one step and says what was done.
func act(t *testing.T, text string) string {
	t.Helper()
	n, err := strict.Parse("t.yaml", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	cat := benchtest.Catalogue()
	l := step.NewLint(&cat)
	b := step.Parse(n, l)
	if errs := l.Take(); errs != nil {
		t.Fatal(errs)
	}
	station, err := benchtest.Build(benchtest.Faults{})(bench.BuildOptions{Start: clock.Epoch})
	if err != nil {
		t.Fatal(err)
	}
	defer station.Loop().Close()
	r := &recorder{Station: station}
	stage := step.NewStage(r, nil)
	station.Loop().Go(forecourt.Role{Kind: "scenario"}, "step", func(f *loop.Fiber) { stage.Play(f, b) })
	if err := station.Loop().Run(clock.Never); err != nil {
		t.Error(err)
	}
	for _, s := range stage.Steps() {
		if s.Cause != nil {
			t.Errorf("%s: %+v", text, s.Cause)
		}
	}
	return strings.Join(r.acts, "; ")
}
