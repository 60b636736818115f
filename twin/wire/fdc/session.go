package fdc

import (
	"fmt"
	"strconv"
	"time"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/wire"
)

// Lost is the noun a session ends with: it says and hears nothing more, and its connection is to be closed.
type Lost struct{ Why string }

// Session is one end of a connection. Its nouns are Documents, and Lost; there is one address, 0.
type Session struct {
	Dialect
	end     wire.End
	out     wire.Out
	reader  Reader
	beatAt  clock.Instant
	quietAt clock.Instant
	count   int // of what was said unasked
	lost    bool
}

var _ wire.Session = (*Session)(nil)

func (d Dialect) open(end wire.End, out wire.Out) *Session {
	span := func(v *time.Duration, otherwise time.Duration) {
		if *v <= 0 {
			*v = otherwise
		}
	}
	span(&d.Beat, DefaultBeat)
	span(&d.Silence, DefaultSilence)
	if d.Sender == "" {
		d.Sender = map[wire.End]string{wire.POS: "POS", wire.Controller: "FDC"}[end]
	}
	if d.Workstation == "" {
		d.Workstation = "01"
	}
	return &Session{
		Dialect: d, end: end, out: out,
		reader: Reader{Phrase: d.Phrase, Unchecked: d.Unchecked, Max: d.Max},
		beatAt: clock.Never, quietAt: clock.Never,
	}
}

// Start implements wire.Session: the connection stands from here on.
func (s *Session) Start(at clock.Instant) {
	s.beatAt, s.quietAt = at.Add(s.Beat), at.Add(s.Silence)
	s.arm()
}

// Hear implements wire.Session. Any good document from the other end counts as a sign of life.
func (s *Session) Hear(c wire.Chunk) {
	if s.lost {
		return
	}
	s.reader.Feed(c.Bytes)
	for !s.lost {
		document, ok, refused := s.reader.Next()
		switch {
		case refused != nil:
			s.out.Fault(refused)
			if s.reader.Broken() {
				s.lose(refused.Reason)
			}
		case !ok:
			return
		default:
			s.take(document, c.Last)
		}
	}
}

func (s *Session) take(document []byte, at clock.Instant) {
	d, err := Decode(document)
	if err == nil {
		err = s.expected(d)
	}
	if err != nil {
		s.out.Fault(frameError(document, 0, err.Error()))
		return
	}
	s.quietAt = at.Add(s.Silence)
	s.arm()
	s.out.Heard(0, d)
}

// expected says whether the other end may send a document.
func (s *Session) expected(d Document) error {
	from := wire.Controller
	switch d.(type) {
	case *ServiceRequest, *POSMessage:
		from = wire.POS
	}
	if from == s.end {
		return fmt.Errorf("%T is not for this end", d)
	}
	return nil
}

// Wake implements wire.Session.
func (s *Session) Wake(at clock.Instant) {
	if s.lost {
		return
	}
	if at >= s.quietAt {
		s.lose(fmt.Sprintf("nothing was heard for %v", s.Silence))
		return
	}
	if at >= s.beatAt {
		s.beatAt = at.Add(s.Beat)
		_ = s.Do(at, 0, s.ready()) // our own can be written
	}
	s.arm()
}

// ready is the sign of life of this end.
func (s *Session) ready() Document {
	if s.end == wire.POS {
		return &POSMessage{MessageType: POSReady}
	}
	return &FDCMessage{MessageType: FDCReady}
}

// Do implements wire.Session: it sends a Document. Ids and time stamps that are empty are filled in.
func (s *Session) Do(at clock.Instant, _ byte, n wire.Noun) error {
	d, ok := n.(Document)
	if !ok {
		return fmt.Errorf("fdc: %T is no document", n)
	}
	if s.lost {
		return fmt.Errorf("fdc: the connection is lost")
	}
	s.complete(at, d)
	document, err := Encode(d)
	if err != nil {
		return err
	}
	s.out.Say(0, AppendFrame(nil, document, s.Phrase))
	return nil
}

func (s *Session) complete(at clock.Instant, d Document) {
	stamp := s.Stamp(at)
	fill := func(v *string, otherwise string) {
		if *v == "" {
			*v = otherwise
		}
	}
	unasked := func(sender, workstation, id *string) {
		if *id == "" {
			s.count++
			*id = strconv.Itoa(s.count)
		}
		fill(sender, s.Sender)
		fill(workstation, s.Workstation)
	}
	switch d := d.(type) {
	case *ServiceRequest:
		unasked(&d.ApplicationSender, &d.WorkstationID, &d.RequestID)
		fill(&d.POSdata.POSTimeStamp, stamp)
	case *POSMessage:
		unasked(&d.ApplicationSender, &d.WorkstationID, &d.MessageID)
		fill(&d.POSdata.POSTimeStamp, stamp)
	case *FDCMessage:
		unasked(&d.ApplicationSender, &d.WorkstationID, &d.MessageID)
		fill(&d.FDCdata.FDCTimeStamp, stamp)
	case *ServiceResponse:
		fill(&d.FDCdata.FDCTimeStamp, stamp)
	}
}

func (s *Session) arm() { s.out.WakeAt(min(s.beatAt, s.quietAt)) }

func (s *Session) lose(why string) {
	s.lost = true
	s.reader = Reader{}
	s.out.WakeAt(clock.Never)
	s.out.Heard(0, Lost{why})
}
