package hydraulics

import (
	"math"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/machine/machinetest"
	"github.com/forecourt/forecourt/twin/unit"
)

// forecourtOf is n points of one hose at one pump, all with motor and valves open.
func forecourtOf(t interface{ Helper() }, c PumpConfig, n int, hose Hose) (*Pump, *machinetest.Bench, []*Hydraulics, []*machinetest.Bench) {
	t.Helper()
	p := NewPump(c)
	below := machinetest.New(PumpRole(1), p, PumpTimers)
	below.PowerOn()
	var points []*Hydraulics
	var benches []*machinetest.Bench
	for range n {
		x := hose
		x.Pump = p
		h, b := pump(x)
		points, benches = append(points, h), append(benches, b)
	}
	return p, below, points, benches
}

func open(b *machinetest.Bench) {
	b.Sense(forecourt.LiftNozzle{Nozzle: 1})
	b.Sense(forecourt.Squeeze{})
	valves(b, 0, true, true, true)
}

func advance(d time.Duration, benches ...*machinetest.Bench) {
	for _, b := range benches {
		b.Advance(d)
	}
}

// TestTheDefaultPumpGivesTwoFortyAndFourThirty holds the default curve against the two points it is made of, and the
// pressure that is between them: one nozzle without a limit gets 44.6 L/min, three get 34.8.
func TestTheDefaultPumpGivesTwoFortyAndFourThirty(t *testing.T) {
	for n, want := range map[int]float64{1: 44.57, 2: 40, 3: 34.77, 4: 30} {
		_, _, points, benches := forecourtOf(t, PumpConfig{}, n, Hose{Flow: unit.LitresPerMinute(200)})
		for _, b := range benches {
			open(b)
		}
		advance(3*time.Second, benches...)
		for i, h := range points {
			if got := perMinute(h.Flow(0)); got < want-0.02 || got > want+0.02 {
				t.Errorf("%d nozzles: nozzle %d gets %.3f L/min, want %.2f", n, i, got, want)
			}
		}
	}
}

// TestWhatIsSharedSolvesThePumpsEquation holds for any number of nozzles with any limits: each takes its limit or what the
// pressure gives, whichever is less, and the pressure is the pump's at the sum.
func TestWhatIsSharedSolvesThePumpsEquation(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := NewPump(PumpConfig{
			Pressure:  rapid.Int64Range(500, 10_000).Draw(t, "pressure"),
			FlowOfTwo: unit.LitresPerMinute(40), FlowOfFour: unit.LitresPerMinute(rapid.Int64Range(21, 39).Draw(t, "four")),
		})
		p.running = true
		for range rapid.IntRange(1, 12).Draw(t, "nozzles") {
			p.members = append(p.members, member{asks: rapid.Int64Range(0, 3_000_000).Draw(t, "limit")})
		}
		p.solve()
		sum := 0.0
		for _, m := range p.members {
			sum += perMinute(unit.FlowRate(m.gets))
		}
		free := func(sum float64) float64 {
			return p.c * math.Sqrt(max(float64(p.config.Pressure)/1000-p.k*sum*sum, 0))
		}
		// Each flow is a whole number of microlitres a second; where there is hardly any pressure, that tells in the sum.
		rounding := perMinute(1) * float64(len(p.members))
		least, most := free(sum+rounding), free(max(sum-rounding, 0))
		for _, m := range p.members {
			gets, asks := perMinute(unit.FlowRate(m.gets)), perMinute(unit.FlowRate(m.asks))
			if gets < min(asks, least)-0.001 || gets > min(asks, most)+0.001 {
				t.Fatalf("a nozzle with limit %d gets %.4f, the pressure gives %.4f to %.4f", m.asks, gets, least, most)
			}
		}
	})
}

func TestTheLeakDetectorLimitsTheFlowUntilItHasTested(t *testing.T) {
	p, pump, points, benches := forecourtOf(t, PumpConfig{Detector: 2500 * time.Millisecond}, 2, Hose{})
	open(benches[0])
	advance(2*time.Second, pump, benches[0], benches[1])
	if f := points[0].Flow(0); f != p.config.TestFlow || len(pump.Events("line-tested")) != 0 {
		t.Errorf("%s while the line is tested, want %s", f, p.config.TestFlow)
	}
	open(benches[1]) // the pump runs already: no other test
	advance(600*time.Millisecond, pump, benches[0], benches[1])
	advance(3*time.Second, pump, benches[0], benches[1])
	if len(pump.Events("line-tested")) != 1 || points[0].Flow(0) != unit.LitresPerMinute(38) || points[1].Flow(0) != unit.LitresPerMinute(38) {
		t.Errorf("%d tests, flows %s and %s", len(pump.Events("line-tested")), points[0].Flow(0), points[1].Flow(0))
	}
	for _, b := range benches {
		valves(b, 0, false, false, false)
	}
	advance(time.Second, pump, benches[0], benches[1])
	if p.Running() || points[0].Flow(0) != 0 {
		t.Error("it runs on with no motor commanded")
	}
}

func TestAShutValveBesideARunningPumpGivesNothingUnlessItLeaks(t *testing.T) {
	_, pump, points, benches := forecourtOf(t, PumpConfig{}, 2, Hose{})
	open(benches[0])
	benches[1].Sense(forecourt.LiftNozzle{Nozzle: 1})
	benches[1].Sense(forecourt.Squeeze{})
	advance(5*time.Second, pump, benches[0], benches[1])
	if points[1].Drawn(0) != 0 {
		t.Errorf("%s through a shut valve", points[1].Drawn(0))
	}
	benches[1].Sense(forecourt.DeviceFault{Nozzle: 1, Fault: forecourt.LeakingValve, Flow: unit.LitresPerMinute(1)})
	advance(60*time.Second, pump, benches[0], benches[1])
	l := points[1].LedgerOf(0)
	if l.Leaked != points[1].Drawn(0) || l.Delivered != 0 || l.Leaked < 950*unit.Millilitre || l.Leaked > unit.Litre {
		t.Errorf("ledger %+v", l)
	}
}
