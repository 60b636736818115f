package gauge

import (
	"slices"
	"time"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/unit"
	"github.com/forecourt/forecourt/twin/wire/veeder"
)

// due lists the alarms that a tank has now, by their types: none where it is not on, nothing but that where its probe is
// out. A limit of 0 is not programmed.
func (g *Gauge) due(t *tank, r reading) (alarms []uint16) {
	switch {
	case !g.setup.Tank(t.Number).On:
		return nil
	case t.out:
		return []uint16{veeder.ProbeOut}
	}
	s := g.setup.Tank(t.Number)
	l, gross := s.Limits, r.product+r.water
	over := func(v, limit unit.Volume) bool { return limit > 0 && v >= limit }
	for _, c := range []struct {
		alarm uint16
		yes   bool
	}{
		{veeder.SetupDataWarning, s.Full <= 0 || s.Diameter <= 0 || t.Strapping > 1 && t.table(s).Check() != nil},
		{veeder.LeakAlarm, slices.Contains(t.LeakFails, veeder.LeakAlarm)},
		{veeder.HighWaterAlarm, l.HighWater > 0 && r.Feel.Water >= l.HighWater},
		{veeder.OverfillAlarm, over(gross, l.Overfill)},
		{veeder.LowProductAlarm, l.Low > 0 && r.product <= l.Low},
		{veeder.SuddenLossAlarm, t.suddenlyLost(r, l.SuddenLoss)},
		{veeder.HighProductAlarm, over(gross, l.HighProduct)},
		{veeder.InvalidFuelLevel, r.impossible},
		{veeder.HighWaterWarning, l.WaterWarning > 0 && r.Feel.Water >= l.WaterWarning},
		{veeder.DeliveryNeeded, l.DeliveryNeeded > 0 && r.product <= l.DeliveryNeeded},
		{veeder.MaximumProduct, over(gross, l.Maximum)},
		{veeder.PeriodicLeakFail, slices.Contains(t.LeakFails, veeder.PeriodicLeakFail)},
		{veeder.AnnualLeakFail, slices.Contains(t.LeakFails, veeder.AnnualLeakFail)},
		{veeder.ReconciliationAlarm, t.Ledger.Over},
	} {
		if c.yes {
			alarms = append(alarms, c.alarm)
		}
	}
	return alarms
}

// holdFor is how long an alarm of a noisy tank must not have been due to clear: longer than the fuel's waves (C).
const holdFor = 15 * time.Second

// noisy are the alarms that follow a reading.
var noisy = []uint16{
	veeder.HighWaterAlarm, veeder.OverfillAlarm, veeder.LowProductAlarm, veeder.SuddenLossAlarm, veeder.HighProductAlarm,
	veeder.HighWaterWarning, veeder.DeliveryNeeded, veeder.MaximumProduct,
}

// hold keeps alarms from coming and going with the noise of a real probe.
func (g *Gauge) hold(t *tank, now []uint16) []uint16 {
	if !t.RealProbe || t.out {
		return now
	}
	if t.lastDue == nil {
		t.lastDue = map[uint16]clock.Instant{}
	}
	at, held := g.env.Now(), now
	for _, a := range now {
		t.lastDue[a] = at
	}
	for _, a := range t.Alarms {
		if until := t.lastDue[a].Add(holdFor); slices.Contains(noisy, a) && !slices.Contains(now, a) && at < until {
			held = withAlarm(held, a)
			t.due = min(t.due, until)
		}
	}
	return held
}

// watchAlarms tells what has changed, and remembers what is new.
func (g *Gauge) watchAlarms(t *tank, r reading) {
	now, before := g.hold(t, g.due(t, r)), t.Alarms
	if slices.Equal(now, before) {
		return
	}
	t.Alarms = now
	for _, a := range before {
		if !slices.Contains(now, a) {
			g.env.Tell(AlarmCleared{int(t.Number), alarmName(a)})
		}
	}
	for _, a := range now {
		if slices.Contains(before, a) {
			continue
		}
		g.env.Tell(AlarmRaised{int(t.Number), alarmName(a)})
		past := veeder.PastAlarm{At: g.Clock(g.env.Now()), Alarm: veeder.TankAlarm(t.Number, a)}
		t.History = remember(t.History, past)
	}
	g.save()
}

// alarmName is how events call an alarm: "low product alarm".
func alarmName(a uint16) string { return alarmText(veeder.TankAlarm(0, a)) }

// remember puts the newest first, and forgets the oldest.
func remember[T any](list []T, x T) []T {
	list = slices.Insert(slices.Clone(list), 0, x)
	return list[:min(len(list), remembered)]
}
