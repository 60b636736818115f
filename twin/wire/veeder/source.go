package veeder

import (
	"fmt"

	"github.com/forecourt/forecourt/twin/clock"
)

// Source is what a console's end reads: the tanks at an instant, and what is programmed. It is asked once for each
// command, when the command is in.
type Source interface {
	// Clock says what the console's own clock shows at an instant.
	Clock(at clock.Instant) clock.Instant
	// System lists the alarms that are not a tank's.
	System(at clock.Instant) []Alarm
	// Tank reads tank n, 1 to MaxTanks, of those that are on; what it says for others is not sent.
	Tank(at clock.Instant, n uint8) Tank
	// Setup returns what is programmed. The session only reads it.
	Setup() *Setup
	// Set sets the clock (ClockSetup) or programs a value, as Setup.Put does. An error is answered like an unknown code.
	Set(at clock.Instant, f Function, device uint8, v Value) error
}

// Tank is all that a console knows about a tank that is on. Labels, product codes and numbers are filled in from the Setup.
type Tank struct {
	Active        bool // its probe gives valid data
	Bits          Bits
	Inventory     Inventory // without product and bits
	SafeFill      Inventory // the same against 90 or 95 % of the full volume; where its Volume is 0, Inventory is sent
	Mass          Mass
	Deliveries    []Delivery // newest first
	Alarms        []uint16
	History       []PastAlarm // newest first
	LeakDetection *LeakDetection
	LeakHistory   []LeakTest
	LeakResults   []LeakTest
}

// Nothing is the Source of a console with no tanks, whose clock is right.
type Nothing struct{ setup *Setup }

// NewNothing returns such a Source; its setup may be changed.
func NewNothing() Nothing { return Nothing{NewSetup()} }

// Clock implements Source.
func (Nothing) Clock(at clock.Instant) clock.Instant { return at }

// System implements Source.
func (Nothing) System(clock.Instant) []Alarm { return nil }

// Tank implements Source.
func (Nothing) Tank(clock.Instant, uint8) Tank { return Tank{} }

// Setup implements Source.
func (n Nothing) Setup() *Setup { return n.setup }

// Set implements Source.
func (n Nothing) Set(_ clock.Instant, f Function, device uint8, v Value) error {
	if f == ClockSetup {
		return fmt.Errorf("veeder: this clock cannot be set")
	}
	return n.setup.Put(f, device, v)
}

// devices lists what a command is about: one device, or all that are on.
func (s *Setup) devices(f Function, device uint8) []uint8 {
	info := functions[f]
	if info.scope == ofSystem {
		return []uint8{0}
	}
	if device != 0 {
		return []uint8{device}
	}
	var list []uint8
	for d := uint8(1); d <= info.scope.last(); d++ {
		if info.scope != ofTank || f == TankSetupOn || s.Tank(d).On {
			list = append(list, d)
		}
	}
	return list
}

// answer reads a source and makes the report that a command asks for; false for a function or a device that the console
// does not have.
func answer(src Source, at clock.Instant, k code) (Report, bool) {
	info, known := functions[k.function]
	if !known || k.device > info.scope.last() {
		return Report{}, false
	}
	setup := src.Setup()
	r := Report{
		Function: k.function, Device: k.device, Format: k.format, Set: k.set, At: src.Clock(at), Headers: setup.Headers[:],
	}
	devices := setup.devices(k.function, k.device)
	switch {
	case k.function == SystemStatus:
		r.Body = systemStatus(src, at)
	case k.function == RevisionLevel:
		r.Body = Revision{setup.Software, setup.Created}
	case info.scope == ofLine:
		r.Body = lineReports(src, at, k.device)
	case info.kind != none:
		r.Body = settings(setup, k.function, devices, r.At)
	default:
		r.Body = tankReport(src, at, k.function, devices)
	}
	return r, true
}

func systemStatus(src Source, at clock.Instant) Alarms {
	alarms := append(Alarms{}, src.System(at)...)
	for n := uint8(1); n <= MaxTanks; n++ {
		if !src.Setup().Tank(n).On {
			continue
		}
		for _, a := range src.Tank(at, n).Alarms {
			alarms = append(alarms, TankAlarm(n, a))
		}
	}
	return alarms
}

func settings(setup *Setup, f Function, devices []uint8, now clock.Instant) Settings {
	list := Settings{}
	for _, d := range devices {
		s := Setting{Device: d, Value: setup.Get(f, d)}
		if f == ClockSetup {
			s.Value = Clock(now)
		}
		if functions[f].scope == ofTank {
			s.Label = setup.Tank(d).Label
		}
		list = append(list, s)
	}
	return list
}

// deviceReader reads tanks of a source at an instant.
type deviceReader struct {
	source Source
	at     clock.Instant
}

// read returns a tank with its label and product code; of one that is not on, nothing is known.
func (n deviceReader) read(device uint8) (t Tank, label string, product byte) {
	s := n.source.Setup().Tank(device)
	if s.On {
		t = n.source.Tank(n.at, device)
	}
	return t, s.Label, s.Product
}

func tankReport(src Source, at clock.Instant, f Function, devices []uint8) Body {
	n := deviceReader{src, at}
	switch f {
	case Status:
		return each(devices, Statuses{}, n.status)
	case DeliveryHistory, LastDelivery:
		return each(devices, Deliveries{}, func(d uint8) TankDelivery {
			t, label, product := n.read(d)
			if f == LastDelivery && len(t.Deliveries) > 1 {
				t.Deliveries = t.Deliveries[:1]
			}
			return TankDelivery{d, label, product, t.Deliveries, !t.Active && len(t.Deliveries) == 0}
		})
	case AlarmHistory:
		return each(devices, Histories{}, func(d uint8) TankHistory {
			t, label, _ := n.read(d)
			return TankHistory{d, label, t.History, !t.Active && len(t.History) == 0}
		})
	case LeakHistory:
		return each(devices, LeakHistories{}, func(d uint8) TankLeaks {
			t, label, _ := n.read(d)
			return TankLeaks{d, label, t.LeakHistory, !t.Active}
		})
	case LeakResults:
		return each(devices, LeakTests{}, func(d uint8) TankTests {
			t, label, _ := n.read(d)
			return TankTests{d, label, t.LeakResults, !t.Active}
		})
	case LeakDetect:
		return n.detections(devices)
	case MassInventory:
		return each(devices, Masses{}, n.mass)
	}
	return each(devices, Inventories{}, func(d uint8) Inventory { return n.inventory(d, f) })
}

func (n deviceReader) status(device uint8) TankStatus {
	t, label, _ := n.read(device)
	s := TankStatus{Tank: device, Label: label, Unknown: !t.Active && len(t.Alarms) == 0}
	for _, a := range t.Alarms {
		s.Alarms = append(s.Alarms, TankAlarm(device, a))
	}
	return s
}

func (n deviceReader) detections(devices []uint8) LeakDetections {
	list := LeakDetections{}
	for _, device := range devices {
		if t, label, product := n.read(device); t.LeakDetection != nil {
			d := *t.LeakDetection
			d.Tank, d.Label, d.Product = device, label, product
			list = append(list, d)
		}
	}
	return list
}

func (n deviceReader) mass(device uint8) Mass {
	t, label, product := n.read(device)
	m := t.Mass
	if !t.Active {
		m = Mass{Missing: all(massFields)}
	}
	m.Tank, m.Label, m.Product, m.Bits = device, label, product, t.Bits
	return m
}

func (n deviceReader) inventory(device uint8, f Function) Inventory {
	t, label, product := n.read(device)
	i := t.Inventory
	switch {
	case !t.Active:
		i = Inventory{Missing: all(inventoryFields)}
	case f == SafeFillInventory && t.SafeFill.Volume != 0:
		i = t.SafeFill
	}
	i.Tank, i.Label, i.Product, i.Bits = device, label, product, t.Bits
	return i
}

func each[T any, L ~[]T](devices []uint8, l L, item func(uint8) T) L {
	for _, d := range devices {
		l = append(l, item(d))
	}
	return l
}
