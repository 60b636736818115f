package cli

import (
	"context"
	"fmt"
	"io"
	"net"
	"slices"
	"strconv"
	"strings"

	"github.com/forecourt/forecourt/hil/port"
	"github.com/forecourt/forecourt/twin/controller/stock"
	"github.com/forecourt/forecourt/twin/live"
	"github.com/forecourt/forecourt/twin/station"
	"github.com/forecourt/forecourt/twin/wire"
	"github.com/forecourt/forecourt/twin/wire/veeder"
)

// gauge says how the station is built for --gauge and --gauge-port.
func (v *twinVerb) gauge(o *station.Options) error {
	outside := slices.Contains(o.Outside, station.GaugeRole)
	switch {
	case v.Gauge != "" && !outside:
		return misused("--gauge reads somebody else's console: add --outside gauge, or our own would stand there")
	case len(v.GaugePort) > 0 && outside:
		return misused("--gauge-port is for our own console, and --outside gauge leaves it out")
	case len(v.GaugePort) > station.MostGaugePorts:
		return misused("a gauge console has room for %d serial ports", station.MostGaugePorts)
	}
	o.ReadGauge, o.GaugePorts = v.Gauge != "", len(v.GaugePort)
	return nil
}

// dials are the lines that the station opens by itself: to a console that is read, and our console's serial ports. What
// is wrong with a serial port is told at once; a console on the network may come later.
func (lv *living) dials() (ports []live.DialPort, err error) {
	if address, isTCP := strings.CutPrefix(lv.verb.Gauge, "tcp://"); isTCP {
		if !isHostPort(address) {
			return nil, misused("--gauge tcp:// takes a host and a port, as in tcp://192.0.2.7:10001, not '%s'", lv.verb.Gauge)
		}
		ports = append(ports, live.DialPort{
			Role: stock.Kind, Kind: "tcp-out", Address: lv.verb.Gauge, Says: "reads veeder-root", Join: lv.station.ReaderStream,
			Open: live.TCPDialer(address),
		})
	} else if lv.verb.Gauge != "" {
		p, err := lv.serial("--gauge", lv.verb.Gauge)
		if err != nil {
			return nil, err
		}
		p.Role, p.Says, p.Join = stock.Kind, "reads veeder-root "+p.Says, lv.station.ReaderStream
		ports = append(ports, p)
	}
	for i, arg := range lv.verb.GaugePort {
		p, err := lv.serial("--gauge-port", arg)
		if err != nil {
			return nil, err
		}
		p.Role, p.Says, p.Join = "gauge", "veeder-root "+p.Says, lv.station.GaugeSerial(i)
		ports = append(ports, p)
	}
	for i := range ports {
		ports[i].Secrets = secretsOf(veeder.Name)
	}
	return ports, nil
}

// isHostPort says that a text is a host and a port.
func isHostPort(address string) bool {
	host, number, err := net.SplitHostPort(address)
	n, numberErr := strconv.Atoi(number)
	return err == nil && host != "" && numberErr == nil && n >= 1 && n <= 65535
}

// serial opens a port written as a path with or without line settings behind an @, and says how it is opened again.
func (lv *living) serial(flag, arg string) (live.DialPort, error) {
	path, settings, err := serialAddress(arg)
	if err != nil {
		return live.DialPort{}, err
	}
	direction, err := port.ParseDirection(lv.verb.Direction)
	if err != nil {
		return live.DialPort{}, misused("%v", err)
	}
	if lv.pacer == nil { // a recording is played
		return live.DialPort{Kind: "serial", Address: path, Says: settings.String()}, nil
	}
	config := port.Config{Path: path, Settings: settings, Direction: direction, Echo: lv.verb.Echo, Clock: lv.pacer}
	first, err := port.Open(config)
	if err != nil {
		return live.DialPort{}, fmt.Errorf("%s: %w", flag, err)
	}
	for _, w := range first.Warnings() {
		lv.program.notice("%s: %s", path, w)
	}
	return live.DialPort{
		Kind: "serial", Address: path, Says: settings.String(), First: first.Stream(),
		Open: func(context.Context) (io.ReadWriteCloser, error) {
			p, err := port.Open(config)
			if err != nil {
				return nil, err
			}
			return p.Stream(), nil
		},
	}, nil
}

// serialAddress reads "/dev/ttyUSB0" or "/dev/ttyUSB0@9600-8N1"; a comma will do for the dash. Without settings the line
// is set as the dialect's first port is.
func serialAddress(arg string) (path string, s wire.Settings, err error) {
	path, text, given := strings.Cut(arg, "@")
	if path == "" || strings.Contains(path, "://") {
		return "", s, misused("'%s' is neither tcp://HOST:PORT nor a serial port, as in /dev/ttyUSB0@9600-8N1", arg)
	}
	if !given {
		return path, veeder.New(veeder.Config{}).Ports()[0].Settings, nil
	}
	s, err = lineSettings(strings.Replace(text, ",", "-", 1))
	if err == nil && s == (wire.Settings{}) {
		err = misused("'%s' has no line settings behind its @", arg)
	}
	return path, s, err
}
