package cli

import (
	"strconv"
	"strings"

	"github.com/forecourt/forecourt/hil/port"
	"github.com/forecourt/forecourt/twin/live"
)

// openSerial opens the ports of --bus with the settings of their buses' dialects.
func (lv *living) openSerial() error {
	lv.real = map[int][]live.RealPort{}
	direction, err := port.ParseDirection(lv.verb.Direction)
	if err != nil {
		return misused("%v", err)
	}
	for _, arg := range lv.verb.Bus {
		number, path, ok := strings.Cut(arg, "=")
		n, err := strconv.Atoi(number)
		if !ok || err != nil || path == "" {
			return misused("--bus is a bus and a port, as in 1=/dev/ttyUSB0, not '%s'", arg)
		}
		bus := lv.station.Bus(n)
		if bus == nil {
			return misused("this site has no bus %d", n)
		}
		p, err := port.Open(port.Config{Path: path, Settings: bus.Settings(), Direction: direction, Echo: lv.verb.Echo, Clock: lv.pacer})
		if err != nil {
			return err
		}
		for _, w := range p.Warnings() {
			lv.program.notice("%s: %s", path, w)
		}
		lv.real[n] = append(lv.real[n], live.RealPort{Path: path, Port: p.Stream()})
	}
	return nil
}
