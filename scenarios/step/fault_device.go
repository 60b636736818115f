package step

import (
	"strings"

	"github.com/forecourt/forecourt/scenarios/bench"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/unit"
)

func init() {
	Register(Info{
		Name: "fault-device", Acts: true, New: func() Step { return new(FaultDevice) },
		Doc:     faultDeviceDoc(),
		Example: "fault-device: { fuelling-point: 1, nozzle: 1, fault: lost-pulses, share: 2 % }",
	})
	Register(Info{
		Name: "park-vehicle", Acts: true, New: func() Step { return new(ParkVehicle) },
		Doc: "puts a vehicle beside a point whose tank has room for so much: then the nozzle shuts off by itself, and each further " +
			"squeeze tops up a little; without room it is never full; it stays until another is parked",
		Example: "park-vehicle: { fuelling-point: 1, room: 20 L }",
	})
}

func faultDeviceDoc() string {
	var b strings.Builder
	b.WriteString("breaks a part of a dispenser, or repairs it with repaired: true. The faults, and what a right station makes of each:")
	for _, f := range forecourt.Faults() {
		b.WriteString(" " + string(f.Fault) + " (" + f.Doc)
		if f.Share {
			b.WriteString("; share: of them")
		}
		if f.Flow {
			b.WriteString("; flow: of it")
		}
		b.WriteString("): " + f.Recovery + ".")
	}
	return b.String()
}

// FaultDevice breaks a part of a dispenser.
type FaultDevice struct {
	FuellingPoint forecourt.Point `yaml:",required"`
	Nozzle        forecourt.Nozzle
	Fault         forecourt.Fault `yaml:",required"`
	Share         forecourt.Share
	Flow          unit.FlowRate
	Repaired      bool
}

// Lint implements Step.
func (s *FaultDevice) Lint(l *Lint) {
	p, known := l.Point("fuelling-point", s.FuellingPoint)
	var names []string
	for _, f := range forecourt.Faults() {
		names = append(names, string(f.Fault))
	}
	l.OneOf("fault", "fault", string(s.Fault), names...)
	info, ok := forecourt.LookupFault(s.Fault)
	if !ok {
		return
	}
	switch {
	case info.Computer && s.Nozzle != 0:
		l.Wrong("nozzle", "a "+string(s.Fault)+" is the whole fuelling point's", "leave the nozzle out")
	case !info.Computer && s.Nozzle == 0:
		l.Wrong("", "a "+string(s.Fault)+" needs a nozzle", "write nozzle: 1")
	case known && s.Nozzle != 0 && !hasNozzle(p, s.Nozzle):
		l.Wrong("nozzle", "there is no such nozzle at this fuelling point", "")
	}
	if info.Final && s.Repaired {
		l.Wrong("repaired", "a "+string(s.Fault)+" is no damage", "")
	}
	s.lintSize(l, info)
}

func (s *FaultDevice) lintSize(l *Lint, info forecourt.FaultInfo) {
	for _, size := range []struct {
		key         string
		wanted, has bool
		negative    bool
		example     string
	}{
		{"share", info.Share, s.Share != 0, s.Share < 0 && s.Fault != forecourt.MeterDrift, "share: 2 %"},
		{"flow", info.Flow, s.Flow != 0, s.Flow < 0, "flow: 0.5 L/min"},
	} {
		switch {
		case l.has(size.key) && !size.wanted:
			l.Wrong(size.key, "a "+string(s.Fault)+" has no "+size.key, "")
		case size.wanted && !s.Repaired && !size.has:
			l.Wrong("", "a "+string(s.Fault)+" needs a "+size.key, "write "+size.example)
		case size.negative:
			l.Wrong(size.key, "it cannot be negative", "")
		}
	}
}

func hasNozzle(p bench.Point, n forecourt.Nozzle) bool {
	for _, x := range p.Nozzles {
		if x.Number == n {
			return true
		}
	}
	return false
}

// Run implements Step.
func (s *FaultDevice) Run(h *Hand) error {
	faulter, ok := h.Station.(bench.DeviceFaulter)
	if !ok {
		return Wrong("the devices of this bench cannot be broken")
	}
	return faulter.FaultDevice(s.FuellingPoint, forecourt.DeviceFault{
		Nozzle: s.Nozzle, Fault: s.Fault, Share: s.Share, Flow: s.Flow, Repaired: s.Repaired,
	})
}

// ParkVehicle puts a vehicle beside a point.
type ParkVehicle struct {
	FuellingPoint forecourt.Point `yaml:",required"`
	Room          unit.Volume
}

// Lint implements Step.
func (s *ParkVehicle) Lint(l *Lint) {
	l.Point("fuelling-point", s.FuellingPoint)
	if s.Room < 0 {
		l.Wrong("room", "a volume cannot be negative", "")
	}
}

// Run implements Step.
func (s *ParkVehicle) Run(h *Hand) error {
	parker, ok := h.Station.(bench.Parker)
	if !ok {
		return Wrong("no vehicle can stand on this bench")
	}
	return parker.Park(s.FuellingPoint, s.Room)
}
