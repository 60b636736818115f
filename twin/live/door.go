package live

import (
	"fmt"
	"net/http"

	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/loop"
	"github.com/forecourt/forecourt/twin/recording"
	"github.com/forecourt/forecourt/twin/wire"
)

// door is where the outside enters the model. Whoever puts something into the loop's inbox does it through a door, which
// keeps it for the recorder first; play does the same with what a recording holds.
type door interface {
	play(in *recording.Input, raw []byte) error
}

func unfit(in *recording.Input) error {
	return fmt.Errorf("'%s' does not happen at %s", in.Kind, in.Door)
}

func (o *outlet) play(in *recording.Input, raw []byte) error {
	if in.Kind != recording.Heard {
		return unfit(in)
	}
	o.say(raw)
	return nil
}

func (r *realLine) play(in *recording.Input, raw []byte) error {
	if in.Kind != recording.Arrived {
		return unfit(in)
	}
	r.take(wire.Chunk{Bytes: raw, First: in.First, Last: in.Last, Marks: in.Marks})
	return nil
}

// sessionDoor is where connections with sessions of their own come in.
type sessionDoor struct {
	rec    *Recorder
	port   SessionPort
	opened uint64
	ends   map[uint64]*sessionEnd
}

type sessionEnd struct {
	hear   func([]byte)
	close  func()
	stream *recording.Stream // of text
	in     recording.Window  // of bytes that have secrets of their own
}

func newSessionDoor(s *Station, p SessionPort) *sessionDoor {
	return &sessionDoor{rec: s.options.Recorder, port: p, ends: map[uint64]*sessionEnd{}}
}

func (d *sessionDoor) name() string { return d.port.Role + " tcp" }

// open opens a session for a connection and returns its number; ok is false where the model refuses it.
func (d *sessionDoor) open(say func([]byte), drop func(string)) (conn uint64, ok bool) {
	d.opened++
	return d.opened, d.attach(d.opened, d.port.Attach, say, drop)
}

// attach opens the session of a connection by its number.
func (d *sessionDoor) attach(conn uint64, attach Attacher, say func([]byte), drop func(string)) bool {
	d.rec.input(recording.Input{Kind: recording.Opened, Door: d.name(), Conn: conn}, nil)
	tell, out := say, recording.Window{Secrets: d.port.Secrets}
	if d.rec != nil {
		tell = func(b []byte) {
			if d.port.Secrets != nil {
				d.rec.output(d.name(), conn, recording.Hide(b, out.Spans(b)))
			} else {
				d.rec.output(d.name(), conn, recording.HideText(b, nil))
			}
			say(b)
		}
	}
	hear, end, err := attach(tell, drop)
	if err != nil {
		return false
	}
	d.ends[conn] = &sessionEnd{hear, end, d.rec.stream(), recording.Window{Secrets: d.port.Secrets}}
	return true
}

func (d *sessionDoor) hear(conn uint64, b []byte) {
	e := d.ends[conn]
	if e == nil {
		return
	}
	d.rec.input(recording.Input{Kind: recording.Heard, Door: d.name(), Conn: conn}, func(seq uint64) (recording.Payload, []recording.Rest) {
		if d.port.Secrets != nil {
			return recording.Hide(b, e.in.Spans(b)), nil
		}
		return e.stream.Next(seq, b)
	})
	e.hear(b)
}

func (d *sessionDoor) close(conn uint64) {
	e := d.ends[conn]
	if e == nil {
		return
	}
	delete(d.ends, conn)
	d.rec.closeStream(e.stream)
	d.rec.input(recording.Input{Kind: recording.Closed, Door: d.name(), Conn: conn}, nil)
	e.close()
}

func (d *sessionDoor) play(in *recording.Input, raw []byte) error {
	switch in.Kind {
	case recording.Opened:
		d.open(func([]byte) {}, func(string) {})
	case recording.Heard:
		d.hear(in.Conn, raw)
	case recording.Closed:
		d.close(in.Conn)
	default:
		return unfit(in)
	}
	return nil
}

// httpDoor is where requests come in; each is served on a fiber of its owner.
type httpDoor struct {
	rec     *Recorder
	loop    *loop.Loop
	name    string
	owner   forecourt.Role
	handler http.Handler
	asked   uint64
	fibers  map[uint64]*loop.Fiber // of requests that are being served
}

// ask serves a request, as recording.EncodeRequest writes it, and returns its number. answered is called once, with nil
// where the party lost its power or the handler failed.
func (d *httpDoor) ask(raw []byte, answered func(*loop.Recorder)) (number uint64, err error) {
	r, body, err := recording.DecodeRequest(raw)
	if err != nil {
		return 0, err
	}
	d.asked++
	number = d.asked
	d.rec.input(recording.Input{Kind: recording.Asked, Door: d.name, Conn: number}, func(uint64) (recording.Payload, []recording.Rest) {
		return recording.HideText(raw, recording.RequestSecrets(raw)), nil
	})
	if d.loop.Off(d.owner) {
		answered(nil)
		return number, nil
	}
	d.fibers[number] = d.loop.Go(d.owner, r.Method+" "+r.URL.Path, func(f *loop.Fiber) {
		var rec *loop.Recorder
		defer func() {
			delete(d.fibers, number)
			answered(rec)
		}()
		rec = loop.ServeOn(f, d.handler, r, body)
		if d.rec != nil {
			b := recording.EncodeAnswer(rec.Status(), rec.Header(), rec.Body())
			d.rec.output(d.name, number, recording.HideText(b, recording.RequestSecrets(b)))
		}
	})
	return number, nil
}

// giveUp ends the fiber of a request whose client has gone.
func (d *httpDoor) giveUp(number uint64) {
	f := d.fibers[number]
	if f == nil {
		return
	}
	d.rec.input(recording.Input{Kind: recording.GaveUp, Door: d.name, Conn: number}, nil)
	delete(d.fibers, number)
	d.loop.End(f)
}

func (d *httpDoor) play(in *recording.Input, raw []byte) (err error) {
	switch in.Kind {
	case recording.Asked:
		_, err = d.ask(raw, func(*loop.Recorder) {})
	case recording.GaveUp:
		d.giveUp(in.Conn)
	default:
		err = unfit(in)
	}
	return err
}
