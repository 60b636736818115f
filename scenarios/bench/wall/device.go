package wall

import (
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/unit"
)

// ofTheMetal are the abilities that a bench has only as long as every fuelling point is a model.
var ofTheMetal = map[string]bool{"stock": true, "device.faults": true, "hydraulics": true, "vehicle": true}

// FaultDevice implements bench.DeviceFaulter, for points that are models.
func (s *stand) FaultDevice(p forecourt.Point, d forecourt.DeviceFault) error {
	return s.inner.FaultDevice(p, d)
}

// Park implements bench.Parker, for points that are models.
func (s *stand) Park(p forecourt.Point, room unit.Volume) error { return s.inner.Park(p, room) }
