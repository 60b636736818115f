package profile

import (
	"time"

	"github.com/forecourt/forecourt/twin/strict"
)

// Controller is a model of forecourt controllers.
type Controller struct {
	PollCycle     Span // how often every address of a bus is polled; the plan's bus may say another
	ReplyTimeout  Span // until an answer begins; none: the dialect's own, 50 to 100 ms
	Gap           Span // before it speaks again; none: the dialect's own, 1 to 5 ms
	StatusAfter   Span // a status is asked for after so long without one; none: the dialect's own
	ReleaseWithin Span // how long a point may take to obey a release
}

func (x *Controller) check(c *checker) {
	c.wrong(x.ReplyTimeout.Source != "" && x.ReplyTimeout.Is < leastReply, "reply-timeout", "no pump answers in less than 5 ms", "")
	c.wrong(x.Gap.Is > mostGap, "gap", "a controller waits at most 50 ms before it speaks again", "")
}

const (
	leastReply = 5 * time.Millisecond
	mostGap    = 50 * time.Millisecond
)

// Console is a model of tank gauge consoles.
type Console struct {
	Think         Latency // from a question to its answer
	Baud          Count   // at which the answer trickles out; 0: at once
	Scan          Span    // how often the tanks are looked at
	DeliveryDelay Span    // after the last rise
	MinDelivery   Volume  // a smaller rise is no delivery
}

const mostBaud = 1_000_000

func (x *Console) check(c *checker) {
	c.wrong(x.Baud.Is != 0 && (x.Baud.Is < 300 || x.Baud.Is > mostBaud), "baud", "a console's port has 300 baud or more", "0: its answers come at once")
	c.wrong(x.MinDelivery.Is < 0, "min-delivery", "a volume is not below 0", "")
}

func (m *Controller) read(n *strict.Node, h *Head) error {
	v := struct {
		Head
		Controller
	}{Controller: *m}
	err := n.Decode(&v)
	*h, *m = v.Head, v.Controller
	return err
}

func (m *Console) read(n *strict.Node, h *Head) error {
	v := struct {
		Head
		Console
	}{Console: *m}
	err := n.Decode(&v)
	*h, *m = v.Head, v.Console
	return err
}
