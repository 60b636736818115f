package udc

import (
	"fmt"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/forecourt"
)

// urgent says that an address has more to be asked or told than a poll.
func (s *slave) urgent() bool {
	return s.wantsNozzle || s.wantsFinal || s.falls() || len(s.jobs) > 0 || s.mayRelease()
}

// falls says that the pump is uninitialised because it took a price.
func (s *slave) falls() bool { return s.reopens && s.code == codeUninitialised }

// serve gives an address one exchange.
func (m *controller) serve(s *slave, at clock.Instant) {
	s.run++
	m.isJob = false
	switch {
	case !s.online || s.held || s.code == 0:
	case s.wantsNozzle:
		m.ask(s, at, aux(s.address), askNozzle, nil)
		return
	case s.wantsFinal:
		m.say(at, s.address, askDisplay, s.watch[:], m.pollSpan)
		return
	case s.falls():
		s.reopens = false
		m.ask(s, at, s.address, doInitialise, m.initialiseData(s))
		return
	case len(s.jobs) > 0:
		m.work(s, at)
		return
	case s.mayRelease():
		if data, err := m.authoriseData(s); err != nil {
			s.release = release{}
			m.out.Heard(s.address, forecourt.Refused{Command: forecourt.Authorise{}, Why: err.Error()})
		} else {
			s.release.sent = true
			m.ask(s, at, s.address, doAuthorise, data)
			return
		}
	case isCalling(s.code):
		if s.other = !s.other; s.other { // another nozzle may be out by now
			m.ask(s, at, aux(s.address), askNozzle, nil)
			return
		}
	}
	if underWay(s.code) && s.online && !s.held {
		m.say(at, s.address, askDisplay, s.watch[:], m.pollSpan)
		return
	}
	m.say(at, s.address, askStatus, s.poll[:], m.pollSpan)
}

func (m *controller) ask(s *slave, at clock.Instant, address, command byte, data []byte) {
	m.raw = appendDouble(appendDouble(m.raw[:0], address, command), data...)
	m.say(at, address, command, m.raw, settings.Span(len(m.raw)))
}

// work says the first job.
func (m *controller) work(s *slave, at clock.Instant) {
	m.isJob = true
	j := &s.jobs[0]
	if j.isPrices() && s.code != codeUninitialised {
		j.step = setPricesAgain // nothing to initialise
	}
	if j.step == initialise {
		m.ask(s, at, s.address, doInitialise, m.initialiseData(s))
		return
	}
	m.ask(s, at, j.address, j.command, j.data)
}

// settle ends an exchange that was answered. A senseless answer is a defect, and counts as silence.
func (m *controller) settle(s *slave, at clock.Instant) defect {
	if wrong := m.read(s, at); wrong.reason != "" {
		return wrong
	}
	m.asks = false // what is told now may lead to Do, but not to a second answer
	s.heardAt, s.tries, s.held = at, 0, false
	if !s.online {
		s.online, s.offline = true, false
		m.out.Heard(s.address, forecourt.Reachable{Yes: true})
	}
	m.tell(s)
	m.clear = at.Add(m.gap)
	if s.urgent() && s.run < maxRun {
		m.serve(s, at)
	} else {
		m.advance(at)
	}
	return defect{}
}

// read takes an answer for what was asked.
func (m *controller) read(s *slave, at clock.Instant) defect {
	b := m.plain
	if isAux(m.address) {
		return m.readAux(s, b[0])
	}
	if m.command == askIdentity {
		m.done(s)
		m.out.Heard(s.address, forecourt.IdentityReport{Type: int(b[0])})
		return defect{}
	}
	code := b[len(b)-1]
	if !isStatus(code) {
		return defect{2 * (len(b) - 1), "a status that does not exist"}
	}
	switch m.command {
	case askDisplay:
		price, f, ok := m.codec.display(b)
		if !ok {
			return defect{0, "a digit above 9, or one too fine for the currency"}
		}
		m.status(s, code, at)
		s.display(price, f)
	case askTotals:
		totals, ok := m.codec.totals(b)
		if !ok {
			return defect{0, "a digit above 9, or one too fine for the currency"}
		}
		m.status(s, code, at)
		m.tellTotals(s, totals)
	default:
		m.status(s, code, at)
	}
	m.answered(s)
	return defect{}
}

func (m *controller) readAux(s *slave, x byte) defect {
	if m.command == askNozzle {
		n := x & nozzleMask
		if n > maxNozzle {
			return defect{0, "a nozzle that does not exist"}
		}
		if n != 0 || s.out {
			s.nozzle = forecourt.Nozzle(n)
		}
		s.wantsNozzle = false
		return defect{}
	}
	j := &s.jobs[0]
	if j.isPrices() && j.step == setPrices {
		j.step = initialise // whatever it answers: it may take no price before
		return defect{}
	}
	if x != acknowledged {
		if !again(j) {
			cmd := j.cmd
			m.done(s)
			m.out.Heard(s.address, forecourt.Refused{Command: cmd, Why: fmt.Sprintf("the pump answers %02X", x)})
		}
		return defect{}
	}
	if prices, ok := j.cmd.(forecourt.SetPrices); ok {
		s.prices.take(prices)
		s.reopens = true
	} else {
		s.ended = false
	}
	if !underWay(s.code) && !s.ended {
		s.sale = forecourt.NozzleReport{} // what it sells at now is what it was told
	}
	m.done(s)
	return defect{}
}

// status takes a status, and gives back a release that it ends.
func (m *controller) status(s *slave, code byte, at clock.Instant) {
	if code != codeUninitialised {
		s.reopens = false
	}
	if why := s.hear(code, m.command == doAuthorise, at); why != "" {
		m.out.Heard(s.address, forecourt.Refused{Command: forecourt.Authorise{}, Why: why})
	}
}

// answered ends the job that an answer with a status was for.
func (m *controller) answered(s *slave) {
	if !m.isJob {
		return
	}
	j := &s.jobs[0]
	switch j.cmd.(type) {
	case forecourt.SetPrices:
		j.step = setPricesAgain
		return
	case forecourt.Stop, forecourt.Suspend:
		if (isOpen(s.code) || s.code == codeAuthorised) && again(j) {
			return
		}
	case forecourt.Resume:
		if s.code == codeHalted {
			if !again(j) {
				m.done(s)
				m.out.Heard(s.address, forecourt.Refused{Command: forecourt.Resume{}, Why: "the pump stays halted"})
			}
			return
		}
	case forecourt.ReturnStatus:
		s.statusFresh, s.nozzleFresh = false, false
	case forecourt.ReturnFilling:
		s.shownFresh = false
	}
	m.done(s)
}

// again says whether a job is repeated whose answer shows that it had no effect: the answer may have been of another
// request. A halt that is never seen to work is left to whoever ordered it: some pumps take their time.
func again(j *job) bool {
	j.refused++
	return j.refused < maxRefusals
}

// done takes the first job off.
func (m *controller) done(s *slave) {
	n := copy(s.jobs, s.jobs[1:])
	clear(s.jobs[n:])
	s.jobs = s.jobs[:n]
}

// tell says what is new: the nozzle, the display, and the status last, so that a sale is whole when its end is told.
func (m *controller) tell(s *slave) {
	if s.code == 0 || s.wantsNozzle || s.wantsFinal || s.falls() {
		return
	}
	if r := s.report(&m.codec); r != s.toldNozzle || !s.nozzleFresh {
		s.toldNozzle, s.nozzleFresh = r, true
		m.out.Heard(s.address, r)
	}
	if s.read && (s.shown != s.toldShown || !s.shownFresh) {
		s.toldShown, s.shownFresh = s.shown, true
		m.out.Heard(s.address, s.shown)
	}
	if st := s.status(); st != s.toldStatus || !s.statusFresh {
		s.toldStatus, s.statusFresh = st, true
		m.out.Heard(s.address, forecourt.StatusReport{Status: st})
	}
}

func (m *controller) tellTotals(s *slave, t forecourt.Totals) {
	c := s.jobs[0].cmd.(forecourt.ReturnTotals)
	r := forecourt.TotalsReport{Nozzle: c.Nozzle, IsAmount: c.Amount}
	if c.Amount {
		r.Totals.Amount = t.Amount
	} else {
		r.Totals.Volume = t.Volume
	}
	m.out.Heard(s.address, r)
}

// lose notes that an address does not answer any more. What waits for it is refused rather than kept: a release must
// not come alive when a pump is switched on again an hour later.
func (m *controller) lose(s *slave) {
	s.online, s.offline, s.held = false, true, false
	m.out.Heard(s.address, forecourt.Reachable{})
	m.refuse(s, "the address does not answer")
	s.point = newPoint(&m.codec)
}

// refuse gives back all that an address was to be told.
func (m *controller) refuse(s *slave, why string) {
	refused := s.jobs
	s.jobs = nil
	if s.release.held {
		refused = append(refused, job{cmd: forecourt.Authorise{}})
	}
	s.release, s.preset = release{}, limits{}
	for _, j := range refused {
		m.out.Heard(s.address, forecourt.Refused{Command: j.cmd, Why: why})
	}
}
