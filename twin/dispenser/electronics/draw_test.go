package electronics

import (
	"slices"
	"testing"
	"time"

	"github.com/forecourt/forecourt/twin/chance"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/wire"
)

func between(from, to time.Duration, each bool) chance.Delay {
	return chance.Delay{Distribution: chance.Uniform(int64(from), int64(to)), Each: each}
}

// motorDelays returns how long the slow valve waited for the motor in some sales, with a power cut in between or not.
func motorDelays(t *testing.T, each, cut bool) (took []time.Duration) {
	t.Helper()
	d := newDesk(t, Config{Draws: Draws{MotorDelay: between(time.Second, 3*time.Second, each)}})
	for range 8 {
		d.ready().do(forecourt.Authorise{})
		d.lift(0)
		from := d.Env.Now()
		for n := 0; n < 400 && !d.Driven(SlowPort(0)); n++ {
			d.wait(10 * time.Millisecond)
		}
		took = append(took, d.Env.Now().Sub(from))
		d.hang(0)
		d.wait(time.Second)
		if cut {
			d.PowerOff()
			d.PowerOn()
			d.poll()
		}
	}
	return took
}

func TestADelayIsDrawnAtPowerUpOrEachTime(t *testing.T) {
	distinct := func(all []time.Duration) int {
		slices.Sort(all)
		return len(slices.Compact(all))
	}
	if n := distinct(motorDelays(t, false, false)); n != 1 {
		t.Errorf("a delay that is drawn at power-up took %d values without a cut", n)
	}
	if n := distinct(motorDelays(t, false, true)); n < 5 {
		t.Errorf("a delay that is drawn at power-up took %d values over 8 cuts", n)
	}
	if n := distinct(motorDelays(t, true, false)); n < 5 {
		t.Errorf("a delay that is drawn each time took %d values", n)
	}
}

// opened is a dialect that notes what its session was opened with.
type opened struct {
	nouns
	with *[]time.Duration
}

func (o opened) Open(end wire.End, x wire.Options, out wire.Out) (wire.Session, error) {
	*o.with = append(*o.with, x.TurnAround)
	return o.nouns.Open(end, x, out)
}

func TestASessionIsCheckedWithTheLatestAnswerAndOpenedWithTheDrawnOne(t *testing.T) {
	for _, each := range []bool{false, true} {
		d := newDesk(t, Config{Draws: Draws{TurnAround: between(5*time.Millisecond, 20*time.Millisecond, each)}})
		var with []time.Duration
		d.e.config.Dialect = opened{nouns{d.session}, &with}
		if at := d.e.config.Options.TurnAround; each && at != 5*time.Millisecond || at < 5*time.Millisecond || at > 20*time.Millisecond {
			t.Errorf("each %v: an answer after %v", each, at)
		}
		d.PowerOff()
		d.PowerOn()
		if len(with) != 1 || with[0] != d.e.config.Options.TurnAround {
			t.Errorf("opened with %v, of %v", with, d.e.config.Options.TurnAround)
		}
		var waits []time.Duration
		for range 8 {
			waits = append(waits, d.e.answerAfter(with[0]))
		}
		slices.Sort(waits)
		if n := len(slices.Compact(waits)); each && n < 5 || !each && n != 1 {
			t.Errorf("each %v: %d different answers", each, n)
		}
		if d.e.answerAfter(time.Second) != time.Second {
			t.Error("what is no answer was moved")
		}
	}
	var with []time.Duration
	_, err := New(Config{
		Dialect: opened{nouns{&session{}}, &with}, Options: litres(2), Nozzles: twoNozzles,
		Draws: Draws{TurnAround: between(5*time.Millisecond, 30*time.Millisecond, false)},
	})
	if err != nil || len(with) != 1 || with[0] != 30*time.Millisecond {
		t.Errorf("a new device was opened with %v, %v", with, err)
	}
}
