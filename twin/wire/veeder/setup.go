package veeder

import (
	"fmt"
	"slices"
	"time"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/unit"
)

// Value is what can be set: On, Text, Product, Volumes, Length, Expansion, Clock or Shift; nil: the console has none.
type Value interface{ value() }

// The values.
type (
	On        bool
	Text      string        // 20h to 7Eh; trailing spaces do not count
	Product   byte          // 20h to 7Eh
	Volumes   []unit.Volume // one, four or twenty
	Length    unit.Level
	Expansion int64 // of volume, in parts of a thousand million for a kelvin
	Clock     clock.Instant
	Shift     time.Duration // since midnight, in minutes; ShiftOff: it does not exist
)

// ShiftOff is a shift that does not exist.
const ShiftOff Shift = -1

// DefaultExpansion is the coefficient of the manual's samples, 0.0007 for a degree Fahrenheit: petrol (B).
const DefaultExpansion Expansion = 1_260_000

func (On) value()        {}
func (Text) value()      {}
func (Product) value()   {}
func (Volumes) value()   {}
func (Length) value()    {}
func (Expansion) value() {}
func (Clock) value()     {}
func (Shift) value()     {}

// Sizes of a console.
const (
	MaxShifts   = 4
	HeaderLines = 4
)

// Setup is what is programmed into a console.
type Setup struct {
	Headers [HeaderLines]string
	Shifts  [MaxShifts]Shift
	// Secured switches RS-232 security on: commands need the code. On a console a switch does it, not a command (C).
	Secured  bool
	Code     string // six characters; empty means 000000
	Software string
	Created  string
	tanks    [MaxTanks]TankSetup
}

// NewSetup returns a setup with no shift and no tank.
func NewSetup() *Setup {
	s := &Setup{Code: "000000", Software: "346326-100-B", Created: "98.08.20.10.03"}
	for i := range s.Shifts {
		s.Shifts[i] = ShiftOff
	}
	for i := range s.tanks {
		s.tanks[i] = TankSetup{Product: '0' + byte((i+1)%10), Expansion: DefaultExpansion}
	}
	return s
}

// TankSetup is what is programmed for one tank.
type TankSetup struct {
	On             bool
	Label          string
	Product        byte
	Full           unit.Volume
	Four           [4]unit.Volume
	Twenty         [20]unit.Volume
	Diameter, Tilt unit.Level
	Expansion      Expansion
	Limits         Limits
}

// Limits at which a tank has an alarm; 0: not programmed.
type Limits struct {
	Low, HighProduct, Overfill unit.Volume
	HighWater                  unit.Level
	SuddenLoss, Leak           unit.Volume
	WaterWarning               unit.Level
	Maximum, DeliveryNeeded    unit.Volume
}

// Tank returns the setup of tank n, 1 to MaxTanks.
func (s *Setup) Tank(n uint8) *TankSetup { return &s.tanks[n-1] }

// field returns a pointer to what a function sets.
func (s *Setup) field(f Function, device uint8) any {
	switch f {
	case ShiftSetup:
		return &s.Shifts[device-1]
	case HeaderSetup:
		return &s.Headers[device-1]
	case SecuritySetup:
		return &s.Code
	}
	t := s.Tank(device)
	switch f {
	case TankSetupOn:
		return &t.On
	case LabelSetup:
		return &t.Label
	case ProductSetup:
		return &t.Product
	case FullVolume:
		return &t.Full
	case FourPoints:
		return t.Four[:]
	case TwentyPoints:
		return t.Twenty[:]
	case DiameterSetup:
		return &t.Diameter
	case TiltSetup:
		return &t.Tilt
	case ExpansionSetup:
		return &t.Expansion
	}
	return t.Limits.field(f)
}

func (l *Limits) field(f Function) any {
	switch f {
	case LowLimit:
		return &l.Low
	case HighProductLimit:
		return &l.HighProduct
	case OverfillLimit:
		return &l.Overfill
	case HighWaterLimit:
		return &l.HighWater
	case SuddenLossLimit:
		return &l.SuddenLoss
	case LeakLimit:
		return &l.Leak
	case WaterWarningLimit:
		return &l.WaterWarning
	case MaximumLimit:
		return &l.Maximum
	case DeliveryLimit:
		return &l.DeliveryNeeded
	}
	return nil
}

// Get returns what is programmed, nil where the function programs nothing here (the clock is the Source's).
func (s *Setup) Get(f Function, device uint8) Value {
	if !programs(f, device) {
		return nil
	}
	switch p := s.field(f, device).(type) {
	case *bool:
		return On(*p)
	case *string:
		return Text(*p)
	case *byte:
		return Product(*p)
	case *unit.Volume:
		return Volumes{*p}
	case []unit.Volume:
		return Volumes(slices.Clone(p))
	case *unit.Level:
		return Length(*p)
	case *Expansion:
		return *p
	case *Shift:
		return *p
	}
	return nil
}

// programs says whether a function programs something at a device.
func programs(f Function, device uint8) bool {
	info := functions[f]
	if info.kind == none || info.kind == kindClock {
		return false
	}
	return info.scope == ofSystem || device >= 1 && device <= info.scope.last()
}

// Put programs a value; device 0 means all devices: every tank that is on, and every tank where it is switched on or off.
func (s *Setup) Put(f Function, device uint8, v Value) error {
	info := functions[f]
	if err := info.fits(v); err != nil {
		return err
	}
	if device == 0 && info.scope != ofSystem {
		for d := uint8(1); d <= info.scope.last(); d++ {
			if info.scope == ofTank && f != TankSetupOn && !s.Tank(d).On {
				continue
			}
			s.put(f, d, v)
		}
		return nil
	}
	if !programs(f, device) {
		return fmt.Errorf("veeder: function %s programs nothing at device %d", f, device)
	}
	s.put(f, device, v)
	return nil
}

func (s *Setup) put(f Function, device uint8, v Value) {
	switch p := s.field(f, device).(type) {
	case *bool:
		*p = bool(v.(On))
	case *string:
		*p = string(v.(Text))
	case *byte:
		*p = byte(v.(Product))
	case *unit.Volume:
		*p = v.(Volumes)[0]
	case []unit.Volume:
		copy(p, v.(Volumes))
	case *unit.Level:
		*p = unit.Level(v.(Length))
	case *Expansion:
		*p = v.(Expansion)
	case *Shift:
		*p = v.(Shift)
	}
}
