package udc

import (
	"fmt"
	"slices"
	"time"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/unit"
)

// releaseFor is how long a release is kept for a nozzle to be lifted; the legal most.
const releaseFor = 120 * time.Second

// job is a command that waits for its turn.
type job struct {
	cmd     forecourt.Command
	address byte // Fx or Cx
	command byte
	data    []byte
	step    step // of a change of prices
	refused int
}

// isPrices tells a change of prices from a halt, which has the same command at the other address.
func (j *job) isPrices() bool { return isAux(j.address) && j.command == doPrices }

// step is where a change of prices stands.
type step uint8

const (
	setPrices step = iota
	initialise
	setPricesAgain
)

// take queues a command, or keeps it for the release it belongs to.
func (m *controller) take(s *slave, cmd any, at clock.Instant) error {
	switch c := cmd.(type) {
	case forecourt.AllowNozzles:
		for _, n := range c.Nozzles {
			if n < 1 || n > maxNozzle {
				return fmt.Errorf("udc: nozzle %d, expected 1 to %d", n, maxNozzle)
			}
		}
		s.allowed = append([]forecourt.Nozzle{}, c.Nozzles...)
	case forecourt.PresetVolume:
		return m.preset(s, limits{volume: c.Limit}, func(l *limits) { l.volume = c.Limit })
	case forecourt.PresetAmount:
		return m.preset(s, limits{money: c.Limit}, func(l *limits) { l.money = c.Limit })
	case forecourt.Authorise:
		return s.authorise(at)
	case forecourt.SetPrices:
		data, err := m.codec.appendPrices(nil, c.Prices, c.Credit)
		if err == nil {
			c.Prices, c.Credit = slices.Clone(c.Prices), slices.Clone(c.Credit)
			s.push(job{cmd: c, address: aux(s.address), command: doPrices, data: data})
		}
		return err
	case forecourt.SelectLevel:
		if c.Level >= forecourt.Levels {
			return fmt.Errorf("udc: there is no price %s", c.Level)
		}
		s.level = c.Level
	case forecourt.ReturnTotals:
		if c.Nozzle < 1 || c.Nozzle > maxNozzle {
			return fmt.Errorf("udc: totals of nozzle %d, expected 1 to %d", c.Nozzle, maxNozzle)
		}
		s.push(job{cmd: c, address: s.address, command: askTotals, data: []byte{singleNozzle | byte(c.Nozzle-1)<<nozzleShift}})
	case forecourt.Stop:
		s.release, s.preset = release{}, limits{}
		s.push(job{cmd: c, address: s.address, command: doHalt})
	case forecourt.Resume:
		if m.manner.NoResume {
			return fmt.Errorf("udc: %T: A4 is left out", c)
		}
		s.push(job{cmd: c, address: s.address, command: doResume})
	case forecourt.Reset:
		s.push(job{cmd: c, address: aux(s.address), command: doReturned})
	default:
		return m.takeSimple(s, cmd)
	}
	return nil
}

func (m *controller) takeSimple(s *slave, cmd any) error {
	j := job{address: s.address}
	switch cmd.(type) {
	case forecourt.ReturnStatus:
		j.command = askStatus
	case forecourt.ReturnFilling:
		j.command = askDisplay
	case forecourt.ReturnIdentity:
		j.command = askIdentity
	case forecourt.Suspend:
		j.command = doHalt
	default:
		return fmt.Errorf("udc: a controller cannot send %T", cmd)
	}
	j.cmd = cmd.(forecourt.Command)
	s.push(j)
	return nil
}

func (s *slave) push(j job) { s.jobs = append(s.jobs, j) }

// preset keeps a limit for the next release; a sale that is under way cannot be told another one.
func (m *controller) preset(s *slave, alone limits, set func(*limits)) error {
	b, err := m.codec.appendLimits(nil, alone)
	if err != nil {
		return err
	}
	if read, _ := m.codec.limits(b); read == (limits{}) && alone.money.Minor+alone.volume.Count != 0 {
		return fmt.Errorf("udc: a limit of 999999 means none")
	}
	if underWay(s.code) {
		return fmt.Errorf("udc: a limit cannot change in mid-sale")
	}
	set(&s.preset)
	return nil
}

func (s *slave) authorise(at clock.Instant) error {
	if underWay(s.code) || s.code == codeUninitialised {
		return fmt.Errorf("udc: a point is not released while it is %s", statusNames[s.code])
	}
	s.release = release{held: true, until: at.Add(releaseFor), limits: s.preset}
	s.preset = limits{}
	s.wantsNozzle = s.out // it may be another one by now
	return nil
}

// authoriseData is A5 for the nozzle that is out.
func (m *controller) authoriseData(s *slave) ([]byte, error) {
	price := s.prices.at(s.level, s.nozzle)
	if price.E4 == 0 {
		return nil, fmt.Errorf("udc: the price of nozzle %d is not known", s.nozzle)
	}
	b, err := m.codec.appendPrice(append(m.data[:0], m.manner.SlowFlowOffset), price)
	if err == nil {
		b, err = m.codec.appendLimits(b, s.release.limits)
	}
	m.data = b
	return b, err
}

// initialiseData is A6 with a price and nothing on the display: what the pump sold while nobody watched must not be
// covered by an older sale (B: as CSS does).
func (m *controller) initialiseData(s *slave) []byte {
	var price unit.Price
	for _, price = range s.prices[forecourt.Cash] {
		if price.E4 != 0 {
			break
		}
	}
	if len(s.jobs) > 0 {
		if c, ok := s.jobs[0].cmd.(forecourt.SetPrices); ok {
			price = c.Prices[0]
		}
	}
	m.data, _ = m.codec.appendDisplay(m.data[:0], price, m.codec.nothing())
	return m.data
}
