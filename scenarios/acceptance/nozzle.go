package acceptance

import (
	"slices"
	"strconv"
	"strings"

	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/service"
	"github.com/forecourt/forecourt/twin/site"
	"github.com/forecourt/forecourt/twin/unit"
	"github.com/forecourt/forecourt/twin/wire"
)

// nozzle is what the templates know of a nozzle.
type nozzle struct {
	ID, Check  string
	Point      forecourt.Point
	Nozzle     forecourt.Nozzle
	Grade      forecourt.Grade
	Price      unit.Price
	Draws      []draw
	Others     []forecourt.Point // of the same dispenser
	OtherTanks []int
	Serves     bool // it is told to offer postpay first
	Cashier    bool // releases by hand
	Habits     wire.Habits
	Satellite  bool
	Shares     []forecourt.Nozzle // other grades of the same hose
	Reader     int                // where it is paid for, on a site where nobody is at the till; else 0
	Hold       unit.Money         // that a card is asked for there
	One, Five  unit.Indicated
	Money      unit.Money
	Limit      string
}

// draw is what of one unit comes out of a tank, and how near to it the tank must be.
type draw struct {
	Tank        int
	Drawn, Near unit.Volume
}

// Tanks numbers the tanks that the nozzle draws from.
func (n nozzle) Tanks() string {
	var names []string
	for _, d := range n.Draws {
		names = append(names, strconv.Itoa(d.Tank))
	}
	return strings.Join(names, " and ")
}

// draws lists the tanks that one unit of a nozzle comes from: its own, and of a blend the second one.
func draws(plan *site.Plan, p forecourt.Point, h site.Hose, one unit.Volume) []draw {
	const whole, near = 100, 20
	b, blends := plan.Hydraulics.Blend(p, h.Nozzle)
	if !blends {
		return []draw{{h.Tank, one, one / near}}
	}
	second := one * unit.Volume(b.Percent) / whole
	return []draw{{h.Tank, one - second, one / near}, {b.Tank, second, one / near}}
}

// With returns the nozzle with a limit, as it stands in a step.
func (n nozzle) With(limit string) nozzle {
	n.Limit = limit
	return n
}

// nozzles lists the nozzles of a plan in its order.
func nozzles(plan *site.Plan) []nozzle {
	var all []nozzle
	for _, d := range plan.Dispensers {
		for _, side := range d.Sides {
			for i, h := range side.Hoses {
				n := nozzle{
					Point: side.FuellingPoint, Nozzle: h.Nozzle, Grade: h.Grade,
					One: units(plan, 1), Five: units(plan, 5), Satellite: h.Satellite, Shares: shares(side.Hoses, i),
					Reader: reader(plan, side.FuellingPoint), Hold: plan.POS.PreAuthorise,
				}
				n.Habits = habits(plan, side.Bus)
				n.Price, _ = plan.Price(h.Grade)
				n.Money = preset(n.Price, n.Five, plan.Country.Rounding)
				offers := plan.Opening(side.FuellingPoint)
				n.Cashier = n.Reader == 0 && !offers.Answers()
				n.Serves = n.Cashier && !offers.Confirms()
				if n.Reader > 0 {
					n.Money = n.Hold
				}
				one, _ := n.One.Volume()
				n.Draws = draws(plan, side.FuellingPoint, h, one)
				for _, other := range d.Sides {
					if other.FuellingPoint != n.Point {
						n.Others = append(n.Others, other.FuellingPoint)
					}
				}
				for _, t := range plan.Tanks {
					if !slices.ContainsFunc(n.Draws, func(d draw) bool { return d.Tank == t.Tank }) {
						n.OtherTanks = append(n.OtherTanks, t.Tank)
					}
				}
				all = append(all, n)
			}
		}
	}
	return all
}

// habits are those of what the pumps of a bus speak.
func habits(plan *site.Plan, bus int) wire.Habits {
	var d wire.Dialect
	for _, b := range plan.Buses {
		if b.Bus == bus {
			d, _ = wire.Lookup(b.Dialect)
		}
	}
	return wire.HabitsOf(d)
}

// units is a number of the site's units as its devices show it.
func units(plan *site.Plan, n int64) unit.Indicated {
	return unit.Indicated{Count: n * power(plan.Decimals.Volume), Decimals: plan.Decimals.Volume, Unit: plan.Unit}
}

// shares lists the other grades that come out of a nozzle's hose.
func shares(all site.Hoses, i int) (others []forecourt.Nozzle) {
	for k, h := range all {
		if k != i && h.Hose == all[i].Hose {
			others = append(others, h.Nozzle)
		}
	}
	return others
}

// reader is the terminal of a point where nobody is at the till; else 0.
func reader(plan *site.Plan, n forecourt.Point) int {
	if !plan.Opening(n).Only(service.Outdoor) {
		return 0
	}
	for _, r := range plan.CardReaders {
		if r.FuellingPoint == n {
			return r.CardReader
		}
	}
	return 0
}

// preset is an amount of whole euros, worth a volume or a little more, that some volume costs exactly: where a display
// interval costs more than a cent, not all of them are.
func preset(price unit.Price, volume unit.Indicated, r unit.Rounding) unit.Money {
	m := roundUp(price.Amount(volume, unit.HalfUp))
	major := power(m.Currency.Decimals())
	const most = 100
	for range most {
		v := price.VolumeFor(m, volume.Decimals)
		next := v
		next.Count++
		if price.Amount(v, r) == m || price.Amount(next, r) == m {
			return m
		}
		m.Minor += major
	}
	return roundUp(price.Amount(volume, unit.HalfUp))
}

// roundUp makes an amount one of whole euros, which every pump can be set to.
func roundUp(m unit.Money) unit.Money {
	major := power(m.Currency.Decimals())
	m.Minor = (m.Minor + major - 1) / major * major
	return m
}

func power(decimals uint8) int64 {
	n := int64(1)
	for range decimals {
		n *= 10
	}
	return n
}
