package benchtest

import (
	"time"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/machine"
	"github.com/forecourt/forecourt/twin/payment"
	"github.com/forecourt/forecourt/twin/unit"
	"github.com/forecourt/forecourt/twin/wire"
)

// pump is a fuelling point. Timer 0 starts a sale, timer 1 ends the flow, timer 2 completes.
type pump struct {
	faults *Faults
	price  unit.Price
	point  forecourt.Point
	nozzle forecourt.Nozzle
	sales  int
	total  unit.Indicated

	flow         unit.FlowRate
	from         clock.Instant // of the flow; 0: none
	until        unit.Indicated
	before, sale unit.Indicated // at the start of the flow, and when it stands
}

func zero() unit.Indicated { return unit.Indicated{Decimals: 2, Unit: unit.L} }

// display returns what the pump shows at an instant.
func (p *pump) display(now clock.Instant) unit.Indicated {
	if p.from == 0 {
		return p.sale
	}
	micro := int64(p.flow) * int64(now.Sub(p.from)/time.Millisecond) / 1000
	v := p.before.Add(unit.Volume(micro).Indicated(2, unit.L))
	if !p.until.IsZero() && v.Cmp(p.until) > 0 {
		v.Count = p.until.Count
	}
	return v
}

// Hear implements machine.Machine.
func (p *pump) Hear(*machine.Env, machine.Port, wire.Chunk) {}

// Sense implements machine.Machine.
func (p *pump) Sense(env *machine.Env, s forecourt.Stimulus) {
	switch s := s.(type) {
	case forecourt.PowerOn:
		p.sale, p.before, p.total = zero(), zero(), zero()
		env.Tell(SwitchedOn{})
	case forecourt.LiftNozzle:
		if p.faults.PanicOnLift {
			panic("the pump has lost its mind")
		}
		p.nozzle, p.sale = s.Nozzle, zero()
		env.Tell(Called{s.Nozzle})
		env.After(0, 100*time.Millisecond)
	case forecourt.Squeeze:
		if p.flow = s.Flow; p.flow == 0 {
			p.flow = unit.LitresPerMinute(60)
		}
		p.from, p.before, p.until = env.Now(), p.sale, zero()
		if !s.Until.IsZero() {
			p.until.Count = s.Until.Count
			for range int(2) - int(s.Until.Decimals) {
				p.until.Count *= 10
			}
			micro, _ := p.until.Sub(p.before).Volume()
			env.After(1, time.Duration(int64(micro)*int64(time.Second)/int64(p.flow))+time.Millisecond)
		}
	case forecourt.LetGo:
		p.rest(env)
	case forecourt.HangNozzle:
		p.rest(env)
		env.After(2, 200*time.Millisecond)
	}
}

func (p *pump) rest(env *machine.Env) {
	p.sale = p.display(env.Now())
	p.from = 0
}

// Wake implements machine.Machine.
func (p *pump) Wake(env *machine.Env, t machine.Timer) {
	switch t {
	case 0:
		env.Tell(Started{p.nozzle, p.price})
	case 1:
		p.rest(env)
	case 2:
		p.complete(env)
	}
}

func (p *pump) complete(env *machine.Env) {
	if p.faults.NeverComplete {
		return
	}
	before := p.total
	p.total = p.total.Add(p.sale)
	p.sales++
	amount := p.price.Amount(p.sale, unit.HalfUp)
	amount.Minor += p.faults.WrongBy
	env.Tell(Completed{forecourt.Sale{
		ID: env.ID("sale_"), Point: p.point, Nozzle: p.nozzle, Grade: "diesel", Price: p.price, Volume: p.sale,
		Amount: amount, Reason: forecourt.EndedByNozzle, Before: before, After: p.total, EndedAt: env.Now(),
	}})
}

// clerk is the POS or the reader: it says what it was asked.
type clerk struct{}

// Hear implements machine.Machine.
func (clerk) Hear(*machine.Env, machine.Port, wire.Chunk) {}

// Wake implements machine.Machine.
func (clerk) Wake(*machine.Env, machine.Timer) {}

// Sense implements machine.Machine.
func (clerk) Sense(env *machine.Env, s forecourt.Stimulus) {
	switch s := s.(type) {
	case forecourt.PowerOn, forecourt.PowerOff:
	case payment.InsertCard:
		env.Tell(CardSeen{s.Card})
	default:
		env.Tell(TillActed{s.Stimulus()})
	}
}
