package day

import (
	"fmt"
	"time"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/dispenser/hydraulics"
	"github.com/forecourt/forecourt/twin/dispenser/reckoning"
	"github.com/forecourt/forecourt/twin/line"
	"github.com/forecourt/forecourt/twin/site"
	"github.com/forecourt/forecourt/twin/station/demand"
	"github.com/forecourt/forecourt/twin/unit"
)

// Ledger keeps the books of the days: what was sold and paid, as it is told, to be held against tanks, meters and totals
// at the close of each day.
type Ledger struct {
	plan   *site.Plan
	report *Report
	today  Day
	hoses  [][]account
	tanks  []TankDay
	queue  []clock.Instant // nominal begins of those who wait
}

// account is a hose in the books.
type account struct {
	grade int
	draws []demand.Source
	meter reckoning.Meter
	scale line.Scale // of its pulser
	// sold since the last close, by the sales that were told
	pulses, counts, minor int64
	closed                demand.Meter // at the last close
	lost                  int64        // pulses that were told to be in no sale, since then
}

// Closing is what is read off the station at a close. Meters are by point and hose, all since the start.
type Closing struct {
	At     clock.Instant
	Stocks []unit.Volume // by tank
	Meters [][]demand.Meter
	Prices []unit.Price // by grade
}

// NewLedger opens the books of a site at an instant.
func NewLedger(plan *site.Plan, r *Report, start clock.Instant) *Ledger {
	l := &Ledger{plan: plan, report: r}
	r.Site, r.Unit, r.Decimals, r.Currency = plan.Site, plan.Unit, plan.Decimals.Volume, plan.Currency
	grades := map[string]int{}
	for i, g := range plan.Grades {
		grades[string(g.Grade)] = i
		r.Grades = append(r.Grades, string(g.Grade))
	}
	for _, t := range plan.Tanks {
		r.Tanks, r.TankGrades, r.Capacities = append(r.Tanks, t.Tank), append(r.TankGrades, string(t.Grade)), append(r.Capacities, t.Capacity)
		l.tanks = append(l.tanks, TankDay{Opening: t.Opening})
	}
	for _, side := range plan.Points() {
		var hoses []account
		for _, h := range side.Hoses {
			x := hydraulics.Hose{
				PulsesPerUnit: h.PulsesPerUnit, Unit: plan.Unit, Decimals: plan.Decimals.Volume, ErrorPPM: h.MeterError,
			}
			hoses = append(hoses, account{
				grade: grades[string(h.Grade)], draws: demand.Sources(plan, side.FuellingPoint, h), meter: x.Meter(), scale: x.Scale(),
			})
		}
		l.hoses = append(l.hoses, hoses)
	}
	l.open(start)
	return l
}

func (l *Ledger) open(at clock.Instant) {
	l.today = Day{Date: at.Time().Format(time.DateOnly), Grades: make([]GradeDay, len(l.plan.Grades))}
}

// Arrived books that a customer has come, and what the plan says becomes of him.
func (l *Ledger) Arrived(v *demand.Visit) {
	d := &l.today
	d.Arrived++
	d.Fates[v.Fate]++
	h := &d.Hours[v.Arrives/clock.Instant(time.Hour)%24]
	h.Arrived++
	if v.Declined {
		d.Declined++
	}
	if v.Dry {
		d.Dry++
	}
	for i := range d.Mistakes {
		d.Mistakes[i] += int(v.Mistakes >> i & 1)
	}
	if v.Fate == demand.GaveUp {
		return
	}
	l.wait(v, h)
}

// wait books how long he waits for his point, and how many wait with him.
func (l *Ledger) wait(v *demand.Visit, h *Hour) {
	d, kept := &l.today, l.queue[:0]
	for _, begins := range l.queue {
		if begins > v.Arrives {
			kept = append(kept, begins)
		}
	}
	l.queue = kept
	waits := v.Begins.Sub(v.Arrives)
	if waits <= 0 {
		return
	}
	l.queue = append(l.queue, v.Begins)
	d.Waited++
	d.WaitSum += waits
	d.WaitMax, h.WaitMax = max(d.WaitMax, waits), max(h.WaitMax, waits)
	d.QueueMax, h.QueueMax = max(d.QueueMax, len(l.queue)), max(h.QueueMax, len(l.queue))
}

// Sold books a sale.
func (l *Ledger) Sold(v *demand.Visit, pulses, counts, minor int64) {
	a, d := &l.hoses[v.Point][v.Hose], &l.today
	a.pulses += pulses + v.Given - v.Pulses
	a.lost += v.Outside
	d.AfterFlow += unit.Volume(a.scale.Volume(v.Outside))
	if v.Cut > 0 {
		d.Cuts++
	}
	d.Overrun += minor - paid(v, minor)
	a.counts += counts
	a.minor += minor
	d.Sales++
	d.Counts += counts
	d.Minor += minor
	g := &d.Grades[a.grade]
	g.Sales++
	g.Counts += counts
	g.Minor += minor
	h := &d.Hours[v.Arrives/clock.Instant(time.Hour)%24]
	h.Sales++
	h.Counts += counts
	l.report.Digest += digest(uint64(v.Number), uint64(v.Point)<<8|uint64(v.Hose), uint64(pulses), uint64(counts), uint64(minor))
}

// digest is of one sale; their sum does not depend on the order.
func digest(parts ...uint64) uint64 {
	h := uint64(0xcbf29ce484222325)
	for _, p := range parts {
		h = (h ^ p) * 0x9e3779b97f4a7c15
		h ^= h >> 29
	}
	return h
}

// Paid books what was taken for a sale, or written off.
func (l *Ledger) Paid(t demand.Tender, minor int64) {
	l.today.Tenders[t] += minor
	l.today.PaidBy[t]++
}

// Delivered books a load.
func (l *Ledger) Delivered(x demand.Delivery) {
	l.today.Deliveries = append(l.today.Deliveries, x)
	l.today.Delivered += x.Volume
	l.today.Loads++
	l.tanks[x.Tank].Delivered += x.Volume
}

// Close ends a day: every account is held against what was read, and the next day is opened.
func (l *Ledger) Close(c Closing) {
	d := &l.today
	d.ClosedAt = c.At
	d.Tanks = append(d.Tanks, l.tanks...)
	for i := range l.hoses {
		for k := range l.hoses[i] {
			l.closeHose(i, k, c.Meters[i][k])
		}
	}
	for i := range d.Tanks {
		t := &d.Tanks[i]
		t.Closing = c.Stocks[i]
		if u := t.Unexplained(); u != 0 {
			l.finding(u, 0, fmt.Sprintf("tank %d: opening %s + delivered %s - metered %s - closing %s leaves %s",
				l.plan.Tanks[i].Tank, t.Opening, t.Delivered, t.Metered, t.Closing, u))
		}
		l.tanks[i] = TankDay{Opening: t.Closing}
	}
	for i := range d.Grades {
		d.Grades[i].Price = c.Prices[i]
	}
	took := int64(0)
	for _, m := range d.Tenders {
		took += m
	}
	if owed := d.Minor - d.Overrun; took != owed {
		l.finding(0, owed-took, fmt.Sprintf("money: sales of %d minor units, %d of them beyond what was paid ahead, %d paid or written off",
			d.Minor, d.Overrun, took))
	}
	l.report.Sum.Add(&d.Sums)
	l.report.Days = append(l.report.Days, *d)
	l.open(c.At)
}

// closeHose holds the sales of a hose against its meter, its pulser and its totals.
func (l *Ledger) closeHose(point, hose int, m demand.Meter) {
	a, d := &l.hoses[point][hose], &l.today
	where := func() string {
		return fmt.Sprintf("fuelling point %d nozzle %d", l.plan.Points()[point].FuellingPoint, hose+1)
	}
	moved := m.Drawn - a.closed.Drawn
	for _, x := range a.draws {
		d.Tanks[x.Tank].Metered += unit.Volume(x.Share.Count(int64(m.Drawn)) - x.Share.Count(int64(a.closed.Drawn)))
	}
	shown := unit.Indicated{Count: m.Counts - a.closed.Counts, Decimals: a.meter.Decimals, Unit: a.meter.Unit}
	indicated, _ := shown.Volume()
	d.Grades[a.grade].MeterError += indicated - moved
	if gave := a.scale.Count(int64(m.Turned)) - a.scale.Count(int64(a.closed.Turned)); gave-(m.Pulses-a.closed.Pulses) != a.lost {
		off := gave - (m.Pulses - a.closed.Pulses) - a.lost
		l.finding(unit.Volume(a.scale.Volume(abs(off))), 0,
			fmt.Sprintf("%s: %s ran through its meter, %d pulses of it are in no sale and no named loss", where(), moved, off))
	}
	if n := m.Pulses - a.closed.Pulses; n != a.pulses {
		l.finding(unit.Volume(a.scale.Volume(abs(n-a.pulses))), 0,
			fmt.Sprintf("%s: %d pulses in its sales, %d in the sales that were told", where(), n, a.pulses))
	}
	if shown.Count != a.counts {
		off := shown
		off.Count = abs(shown.Count - a.counts)
		v, _ := off.Volume()
		l.finding(v, 0, fmt.Sprintf("%s: its totals moved by %s, the sales that were told are %d counts", where(), shown, a.counts))
	}
	if n := m.Minor - a.closed.Minor; n != a.minor {
		l.finding(0, n-a.minor, fmt.Sprintf("%s: its money totals moved by %d minor units, the sales that were told are %d", where(), n, a.minor))
	}
	a.closed, a.pulses, a.counts, a.minor, a.lost = m, 0, 0, 0, 0
}

// finding notes what does not balance.
func (l *Ledger) finding(v unit.Volume, minor int64, text string) {
	l.today.Unexplained += unit.Volume(abs(int64(v)))
	l.today.UnexplainedMinor += abs(minor)
	l.today.Findings = append(l.today.Findings, text)
}

func abs(n int64) int64 {
	if n < 0 {
		return -n
	}
	return n
}
