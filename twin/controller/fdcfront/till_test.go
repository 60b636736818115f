package fdcfront_test

import (
	"strconv"
	"testing"
	"time"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/controller/desk/desktest"
	"github.com/forecourt/forecourt/twin/controller/fdcfront"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/loop"
	"github.com/forecourt/forecourt/twin/machine"
	"github.com/forecourt/forecourt/twin/wire"
	"github.com/forecourt/forecourt/twin/wire/fdc"
)

const phrase = "a secret of the site"

// till is the POS's end of a stream: a machine of one timer around the protocol's session.
type till struct {
	t      *testing.T
	rig    *rig
	sender string
	env    *machine.Env
	wire   wire.Session
	quiet  bool // shows no sign of life
	ids    int
	lost   string

	answers []*fdc.ServiceResponse
	told    []*fdc.FDCMessage
}

func (c *till) Hear(_ *machine.Env, _ machine.Port, chunk wire.Chunk) { c.wire.Hear(chunk) }

func (c *till) Wake(env *machine.Env, _ machine.Timer) {
	if !c.quiet {
		c.wire.Wake(env.Now())
	}
}

func (c *till) Sense(env *machine.Env, s forecourt.Stimulus) {
	if _, on := s.(forecourt.PowerOn); on {
		c.env = env
		c.connect()
	}
}

func (c *till) connect() {
	d := fdc.Dialect{Phrase: phrase, Sender: c.sender, Workstation: "W1"}
	c.wire, _ = d.Open(wire.POS, wire.Options{}, c)
	c.wire.Start(c.env.Now())
}

func (c *till) Say(_ time.Duration, b []byte) { c.env.Say(0, 0, b) }
func (c *till) WakeAt(at clock.Instant)       { c.env.Set(0, at) }
func (c *till) Fault(e *wire.FrameError)      { c.t.Error(c.sender, e) }
func (c *till) Cycle()                        {}
func (c *till) Heard(_ byte, n wire.Noun) {
	switch n := n.(type) {
	case *fdc.ServiceResponse:
		c.answers = append(c.answers, n)
	case *fdc.FDCMessage:
		c.told = append(c.told, n)
	case fdc.Lost:
		c.lost = n.Why
	}
}

// ask sends a request and returns the answer to it.
func (c *till) ask(kind string, devices ...fdc.DeviceClass) *fdc.ServiceResponse {
	c.t.Helper()
	return c.request(kind, fdc.POSData{DeviceClass: devices})
}

func (c *till) request(kind string, data fdc.POSData) *fdc.ServiceResponse {
	c.t.Helper()
	c.ids++
	id := strconv.Itoa(1000 + c.ids)
	if err := c.wire.Do(c.env.Now(), 0, &fdc.ServiceRequest{RequestType: kind, RequestID: id, POSdata: data}); err != nil {
		c.t.Fatal(err)
	}
	c.rig.Run(200 * time.Millisecond)
	for _, a := range c.answers {
		if a.RequestID == id {
			if a.RequestType != kind || a.ApplicationSender != c.sender || a.WorkstationID != "W1" {
				c.t.Errorf("%s %s is answered by %+v", kind, id, a)
			}
			return a
		}
	}
	c.t.Fatalf("%s: %s %s is not answered", c.sender, kind, id)
	return nil
}

// must asks for what must succeed, mustFail for what must fail with a code.
func (c *till) must(kind string, devices ...fdc.DeviceClass) *fdc.ServiceResponse {
	c.t.Helper()
	a := c.ask(kind, devices...)
	if a.OverallResult != fdc.Success || a.FDCdata.ErrorCode != fdc.OK {
		c.t.Errorf("%s: %s failed with %s", c.sender, kind, a.FDCdata.ErrorCode)
	}
	return a
}

func (c *till) mustFail(code, kind string, devices ...fdc.DeviceClass) {
	c.t.Helper()
	if a := c.ask(kind, devices...); a.OverallResult != fdc.Failure || a.FDCdata.ErrorCode != code {
		c.t.Errorf("%s: %s is answered %s %s, want %s", c.sender, kind, a.OverallResult, a.FDCdata.ErrorCode, code)
	}
}

// states lists what was told of points since the last call, sales of sales.
func (c *till) states() (words []string) {
	for _, m := range c.told {
		for _, d := range m.FDCdata.DeviceClass {
			switch m.MessageType {
			case fdc.FPStateChange:
				words = append(words, d.DeviceID+" "+fdc.Read(d.DeviceState))
			case fdc.FuelSaleTrx:
				words = append(words, d.TransactionSeqNo+" "+fdc.Read(d.State))
			}
		}
	}
	c.told = nil
	return words
}

// rig is a desk with a front and tills on streams.
type rig struct {
	*desktest.Rig
	front *fdcfront.Front
	tills []*till
}

func newRig(t *testing.T, senders ...string) *rig {
	t.Helper()
	r := &rig{Rig: desktest.New(t, nil)}
	var err error
	r.front, err = fdcfront.New(fdcfront.Config{Desk: r.Desk, Dialect: fdc.Dialect{Phrase: phrase}})
	if err != nil {
		t.Fatal(err)
	}
	r.Loop.Add(fdcfront.Role, r.front, fdcfront.Timers)
	for i, s := range senders {
		c := &till{t: t, rig: r, sender: s}
		role := forecourt.Role{Kind: "till", Number: i + 1}
		r.Loop.Add(role, c, 1)
		r.Loop.Stream(time.Millisecond, loop.Socket{Role: fdcfront.Role, Port: machine.Port(i)}, loop.Socket{Role: role}, nil)
		r.tills = append(r.tills, c)
	}
	r.Run(time.Second)
	return r
}

func fp(n string) fdc.DeviceClass { return fdc.DeviceClass{Type: "FP", DeviceID: n} }

func trx(n string) fdc.DeviceClass {
	return fdc.DeviceClass{Type: "FP", DeviceID: "*", TransactionSeqNo: n}
}
