package electronics

import (
	"testing"
	"time"

	"github.com/forecourt/forecourt/twin/forecourt"
)

// twoChannels is a desk whose pulsers have both channels.
func twoChannels(t *testing.T) *desk {
	t.Helper()
	return newDesk(t, Config{Nozzles: []NozzleConfig{{Grade: "diesel", TwoChannel: true}, {Grade: "super-95", TwoChannel: true}}})
}

func TestChannelsThatTurnAlikeRaiseNothing(t *testing.T) {
	d := twoChannels(t).ready()
	d.lift(0)
	d.do(forecourt.Authorise{})
	d.wait(time.Second)
	d.Pump(PulserPort(0), 100_000)
	d.Pump(CheckPort(0), 100_000)
	d.wait(20 * time.Second)
	d.hang(0)
	d.Pump(PulserPort(0), 0)
	d.Pump(CheckPort(0), 0)
	d.wait(time.Second)
	if len(d.Events("alarm")) != 0 || d.completed(t).Reason != forecourt.EndedByNozzle {
		t.Errorf("alarms %v, completed %+v", d.Events("alarm"), d.completed(t))
	}
	d.balanced(t)
}

func TestADeadChannelStopsTheSaleEarly(t *testing.T) {
	d := twoChannels(t).ready()
	d.lift(0)
	d.do(forecourt.Authorise{})
	d.wait(time.Second)
	d.Pump(PulserPort(0), 500_000)
	d.wait(3 * time.Second)
	c := d.completed(t)
	if a := d.Events("alarm"); len(a) == 0 || a[0] != (AlarmRaised{Alarm: forecourt.AlarmPulser}) || c.Reason != forecourt.EndedByFault || c.Pulses > 200 || d.Driven(SlowPort(0)) || d.Driven(MotorPort(0)) {
		t.Errorf("alarms %v, completed %+v", d.Events("alarm"), c)
	}
}

func TestPulsesWithoutASaleAreFoundWhenTheyAreMany(t *testing.T) {
	for _, c := range []struct {
		microlitres int64
		found       int
	}{{30_000, 0}, {60_000, 1}} {
		d := twoChannels(t).ready()
		d.Forget()
		d.Pour(PulserPort(1), c.microlitres)
		d.wait(time.Second)
		if got := len(d.Events("creep-found")); got != c.found || len(d.Events("alarm")) != c.found {
			t.Errorf("%d ul: %d times creep, alarms %v", c.microlitres, got, d.Events("alarm"))
		}
	}
}

func TestADarkDisplayEndsTheSaleAndBeginsNoOther(t *testing.T) {
	d := newDesk(t, Config{}).flowing(0)
	d.Sense(forecourt.DeviceFault{Fault: forecourt.DeadDisplay})
	d.Pump(PulserPort(0), 0)
	d.wait(time.Second)
	if c := d.completed(t); c.Reason != forecourt.EndedByFault || !d.e.Dark() {
		t.Errorf("completed %+v", c)
	}
	d.hang(0)
	d.do(forecourt.Reset{}, forecourt.Authorise{})
	d.Forget()
	d.lift(0)
	d.wait(time.Second)
	if len(d.Events("started")) != 0 {
		t.Error("a sale began in the dark")
	}
	d.Sense(forecourt.DeviceFault{Fault: forecourt.DeadDisplay, Repaired: true})
	d.hang(0)
	d.lift(0)
	d.wait(time.Second)
	if len(d.Events("started")) != 1 {
		t.Error("no sale after the repair")
	}
}
