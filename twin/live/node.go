package live

import (
	"github.com/forecourt/forecourt/twin/recording"
)

// Attacher opens a session on the loop, as SessionPort.Attach does.
type Attacher func(say func([]byte), drop func(why string)) (hear func([]byte), close func(), err error)

// dialDoor is where the connections that a node makes come in, or the word that there will be none.
type dialDoor struct {
	sessionDoor
	dialled uint64
	waiting map[uint64]dialling
}

type dialling struct {
	attach Attacher
	failed func()
}

func newDialDoor(s *Station, name string) *dialDoor {
	d := &dialDoor{sessionDoor: *newSessionDoor(s, SessionPort{Role: name}), waiting: map[uint64]dialling{}}
	s.doors[d.name()] = d
	return d
}

// dial notes that a connection is wanted and returns its number.
func (d *dialDoor) dial(attach Attacher, failed func()) uint64 {
	d.dialled++
	d.waiting[d.dialled] = dialling{attach, failed}
	return d.dialled
}

// reached opens the session of a connection that was made.
func (d *dialDoor) reached(number uint64, say func([]byte), drop func(string)) bool {
	w, ok := d.waiting[number]
	if !ok {
		return false
	}
	delete(d.waiting, number)
	return d.attach(number, w.attach, say, drop)
}

// unreached tells that a connection was not made.
func (d *dialDoor) unreached(number uint64) {
	w, ok := d.waiting[number]
	if !ok {
		return
	}
	delete(d.waiting, number)
	d.rec.input(recording.Input{Kind: recording.GaveUp, Door: d.name(), Conn: number}, nil)
	w.failed()
}

func (d *dialDoor) play(in *recording.Input, raw []byte) error {
	switch in.Kind {
	case recording.Opened:
		d.reached(in.Conn, func([]byte) {}, func(string) {})
	case recording.GaveUp:
		d.unreached(in.Conn)
	default:
		return d.sessionDoor.play(in, raw)
	}
	return nil
}

// made is one connection of a dialDoor, as Station.session serves it.
type made struct {
	*dialDoor
	number uint64
}

func (m made) open(say func([]byte), drop func(string)) (uint64, bool) {
	return m.number, m.reached(m.number, say, drop)
}

// datagramDoor is where datagrams come in; every node hears each.
type datagramDoor struct {
	rec   *Recorder
	nodes []NodePort
}

const datagramDoorName = "nodes udp"

func (d *datagramDoor) hear(b []byte) {
	d.rec.input(recording.Input{Kind: recording.Heard, Door: datagramDoorName}, func(uint64) (recording.Payload, []recording.Rest) {
		return recording.Hide(b, nil), nil
	})
	for _, p := range d.nodes {
		p.Datagram(b)
	}
}

func (d *datagramDoor) play(in *recording.Input, raw []byte) error {
	if in.Kind != recording.Heard {
		return unfit(in)
	}
	d.hear(raw)
	return nil
}
