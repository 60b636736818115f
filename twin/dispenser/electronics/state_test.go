package electronics

import (
	"testing"
	"time"

	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/unit"
)

var (
	isIdle      = forecourt.Status{State: forecourt.Idle}
	isCalling   = forecourt.Status{State: forecourt.Calling}
	isReleased  = forecourt.Status{State: forecourt.Authorised}
	isStarted   = forecourt.Status{State: forecourt.Started}
	isFuelling  = forecourt.Status{State: forecourt.Fuelling}
	isSuspended = forecourt.Status{State: forecourt.SuspendedFuelling}
	isLimited   = forecourt.Status{State: forecourt.Fuelling, LimitReached: true}
	isEnded     = forecourt.Status{State: forecourt.Idle, Ended: true}
	isEndedOut  = forecourt.Status{State: forecourt.Calling, Ended: true}
	isClosed    = forecourt.Status{State: forecourt.Closed}
	isPowerless = forecourt.Status{State: forecourt.Inoperative}
)

const second = time.Second

var (
	off, stops, resets, release = forecourt.SwitchOff{}, forecourt.Stop{}, forecourt.Reset{}, forecourt.Authorise{}

	onlySecond = forecourt.AllowNozzles{Nozzles: []forecourt.Nozzle{2}}
	tenLitres  = forecourt.PresetVolume{Limit: someLitre}
	aDrop      = forecourt.PresetVolume{Limit: unit.Indicated{Count: 1}}

	toIdle       = []any{prices, resets}
	toReleased   = []any{prices, resets, release}
	toDelivering = []any{prices, resets, release, "lift 0", second, "pump 0", second}
)

// stateTests are commands, "lift 0", "hang 0", "pump 0" (a litre a second from now on), "dry 0" and spans.
var stateTests = []struct {
	name       string
	from, acts []any
	want       forecourt.Status
}{
	{"without prices", nil, nil, isPowerless},
	{"no release without prices", nil, []any{release}, isPowerless},
	{"first prices", nil, []any{prices}, isEnded},
	{"no release before a reset", nil, []any{prices, release}, isEnded},
	{"reset", toIdle, nil, isIdle},
	{"call", toIdle, []any{"lift 0"}, isCalling},
	{"lift while ended", nil, []any{prices, "lift 0"}, isEndedOut},
	{"reset while out", nil, []any{prices, "lift 0", resets}, isCalling},
	{"release", toReleased, nil, isReleased},
	{"release, then lift", toReleased, []any{"lift 1"}, isStarted},
	{"lift, then release", toIdle, []any{"lift 1", release}, isStarted},
	{"a nozzle that is not allowed", toIdle, []any{onlySecond, release, "lift 0"}, isReleased},
	{"an allowed nozzle", toIdle, []any{onlySecond, release, "lift 1"}, isStarted},
	{"allowed at last", toIdle, []any{forecourt.AllowNozzles{}, release, "lift 1", onlySecond}, isStarted},
	{"release expires", toReleased, []any{121 * second}, isIdle},
	{"nobody squeezes", toReleased, []any{"lift 0", 121 * second}, isEndedOut},
	{"flow", toDelivering, nil, isFuelling},
	{"no flow", toDelivering, []any{"dry 0", 61 * second}, isEndedOut},
	{"a pause shorter than no flow", toDelivering, []any{"dry 0", 55 * second, "pump 0", second, "dry 0", 55 * second}, isFuelling},
	{"hung up, valves settling", toDelivering, []any{"hang 0", second / 10}, isFuelling},
	{"hung up", toDelivering, []any{"hang 0", second}, isEnded},
	{"lifted again while settling", toDelivering, []any{"hang 0", second / 20, "lift 0", second}, isEndedOut},
	{"lifted again, reset", toDelivering, []any{"hang 0", second / 20, "lift 0", second, resets}, isCalling},
	{"hung without fuelling", toReleased, []any{"lift 0", "hang 0", second}, isEnded},
	{"stop while idle", toIdle, []any{stops}, isEnded},
	{"stop a release", toReleased, []any{stops}, isEnded},
	{"stop a sale", toDelivering, []any{stops, second}, isEndedOut},
	{"suspend", toDelivering, []any{forecourt.Suspend{}}, isSuspended},
	{"resume", toDelivering, []any{forecourt.Suspend{}, second, forecourt.Resume{}}, isFuelling},
	{"suspend and resume a release", toReleased, []any{forecourt.Suspend{}, forecourt.Resume{}}, isReleased},
	{"suspend, stop a release", toReleased, []any{forecourt.Suspend{}, stops}, isEnded},
	{"suspend a release, lift, resume", toReleased, []any{forecourt.Suspend{}, "lift 0", forecourt.Resume{}}, isStarted},
	{"hang while suspended", toDelivering, []any{forecourt.Suspend{}, "hang 0", second}, isEnded},
	{"limit", toIdle, []any{tenLitres, release, "lift 0", second, "pump 0", 11 * second}, isLimited},
	{"limit, hang", toIdle, []any{tenLitres, release, "lift 0", second, "pump 0", 11 * second, "hang 0", second}, isEnded},
	{"limit, stop", toIdle, []any{tenLitres, release, "lift 0", second, "pump 0", 11 * second, stops, second}, isEndedOut},
	{"limit, reset", toIdle, []any{tenLitres, release, "lift 0", second, "pump 0", 11 * second, resets}, isCalling},
	{"limit, reset at once", toDelivering, []any{aDrop, resets}, isLimited},
	{"limit, reset at once, settled", toDelivering, []any{aDrop, resets, second}, isCalling},
	{"limit, reset at once, hang", toDelivering, []any{aDrop, resets, "hang 0", second}, isIdle},
	{"switch off", toIdle, []any{off}, isClosed},
	{"switch off, reset", toIdle, []any{off, resets}, isIdle},
	{"switch off, stop", toIdle, []any{off, stops}, isEnded},
	{"switch off without prices, reset", nil, []any{off, resets}, isPowerless},
	{"switch off a suspended release", toReleased, []any{forecourt.Suspend{}, off}, isClosed},
	{"switch off a sale", toDelivering, []any{off, second}, forecourt.Status{State: forecourt.Closed, Ended: true}},
	{"the second nozzle is nobody's", toDelivering, []any{"lift 1", "hang 1"}, isFuelling},
}

func TestStates(t *testing.T) {
	for _, c := range stateTests {
		t.Run(c.name, func(t *testing.T) {
			d := newDesk(t, Config{})
			d.act(c.from)
			d.act(c.acts)
			d.want(t, c.want)
			d.balanced(t)
		})
	}
}

// act plays what a test's table says.
func (d *desk) act(acts []any) {
	for _, a := range acts {
		switch a := a.(type) {
		case time.Duration:
			d.wait(a)
		case string:
			i := int(a[len(a)-1] - '0')
			switch a[:4] {
			case "lift":
				d.lift(i)
			case "hang":
				d.hang(i)
			case "pump":
				d.Pump(PulserPort(i), 1_000_000)
			case "dry ":
				d.Pump(PulserPort(i), 0)
			}
		default:
			d.do(a)
		}
	}
}

// balanced checks that totals, sales and pulses agree.
func (d *desk) balanced(t testing.TB) {
	t.Helper()
	sold, taken := map[forecourt.Nozzle]int64{}, map[forecourt.Nozzle]int64{}
	for _, e := range d.Events("completed") {
		c := e.(Completed)
		sold[c.Nozzle] += c.Volume.Count
		taken[c.Nozzle] += c.Amount.Minor
	}
	for _, b := range d.e.Books() {
		if got := b.Totals.Volume.Sub(b.Opening.Volume); got != b.Sold || got.Count != sold[b.Nozzle] {
			t.Errorf("nozzle %d: totals moved by %s, sales are %s, completed events %d", b.Nozzle, got, b.Sold, sold[b.Nozzle])
		}
		if got := b.Totals.Amount.Sub(b.Opening.Amount); got != b.Taken || got.Minor != taken[b.Nozzle] {
			t.Errorf("nozzle %d: totals moved by %s, sales are %s, completed events %d", b.Nozzle, got, b.Taken, taken[b.Nozzle])
		}
		if b.Pulses != b.Counted+b.Running+b.Outside || b.Outside < 0 || b.Running < 0 {
			t.Errorf("nozzle %d: pulses do not add up: %+v", b.Nozzle, b)
		}
	}
}
