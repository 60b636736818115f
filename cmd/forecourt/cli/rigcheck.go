package cli

import (
	"fmt"
	"strings"
	"time"

	"github.com/forecourt/forecourt/twin/unit"
	"github.com/forecourt/forecourt/twin/wire"
)

// rigVerb looks at rigs.
type rigVerb struct {
	Check rigCheckVerb `cmd:"" help:"Say what a rig is, or what is wrong with its file; no port is touched."`
}

// rigCheckVerb checks a rig file.
type rigCheckVerb struct {
	Rig  string   `arg:"" name:"rig" help:"A built-in rig or a file."`
	Site string   `help:"Site plan in place of the rig's: a ready-made one or a file." placeholder:"PLAN"`
	Port []string `help:"Device of one of the rig's ports, as in pump=/dev/ttyUSB1." placeholder:"NAME=PATH" sep:"none"`
	models
	JSON bool `name:"json" help:"Print one JSON object and nothing else."`
}

// rigParts are what of a rig is not a twin.
type rigParts struct {
	Outside []string  `json:"outside"`
	Lines   []rigLine `json:"lines"`
}

// rigLine is a bus that goes over a port.
type rigLine struct {
	Line      string `json:"line"` // "bus 1"
	Over      string `json:"over"`
	Port      string `json:"port"`   // its name
	Device    string `json:"device"` // its path
	Dialect   string `json:"dialect"`
	Settings  string `json:"settings"` // "9600 8O1"
	Direction string `json:"direction"`
	Echo      bool   `json:"echo"`
}

func partsOf(s *setting) rigParts {
	p := rigParts{Outside: []string{}, Lines: []rigLine{}}
	for _, r := range s.fit.Outside {
		p.Outside = append(p.Outside, r.String())
	}
	for _, c := range s.fit.Cables {
		l := rigLine{
			Line: fmt.Sprintf("bus %d", c.Bus), Over: c.Over, Port: c.Name, Device: c.Path, Direction: c.Direction, Echo: c.Echo,
		}
		for _, b := range s.plan.Buses {
			if d, ok := wire.Lookup(b.Dialect); ok && b.Bus == c.Bus {
				l.Dialect, l.Settings = b.Dialect, d.Ports()[0].Settings.String()
			}
		}
		p.Lines = append(p.Lines, l)
	}
	return p
}

// text says it in one line.
func (p rigParts) text() string {
	var said []string
	if len(p.Outside) > 0 {
		said = append(said, "outside "+strings.Join(p.Outside, ", "))
	}
	for _, l := range p.Lines {
		said = append(said, l.Line+" over "+l.device())
	}
	return strings.Join(said, "; ")
}

func (l rigLine) device() string {
	if l.Port == l.Device {
		return l.Device
	}
	return l.Port + " (" + l.Device + ")"
}

// rigFacts is what `rig check --json` prints of a rig that is right.
type rigFacts struct {
	Rig   string `json:"rig"`
	Clock string `json:"clock"`
	Site  string `json:"site"`
	rigParts
	ReplyMS float64   `json:"reply_tolerance_ms"`
	Errors  []problem `json:"errors"`
}

// Run implements the verb.
func (v *rigCheckVerb) Run(p *program) error {
	s, err := place{Rig: v.Rig, Site: v.Site, Port: v.Port, models: v.models}.fitted()
	if err != nil {
		return p.refuse(err, 1, v.JSON)
	}
	parts := partsOf(s)
	if v.JSON {
		reply := float64(s.rig.Tolerances.Reply) / 1e6
		return p.object(rigFacts{s.rig.Rig, string(s.rig.Clock), s.plan.Site, parts, reply, []problem{}})
	}
	p.print("rig %s, clock %s, site %s\n", s.rig.Rig, s.rig.Clock, s.plan.Site)
	rows := [][]string{{"  outside", strings.Join(parts.Outside, ", ")}}
	if len(parts.Outside) == 0 {
		rows[0][1] = "nobody: a twin is behind every role"
	}
	for _, l := range parts.Lines {
		said := fmt.Sprintf("%s %s over %s, direction %s", l.Dialect, l.Settings, l.device(), l.Direction)
		if l.Echo {
			said += ", echo"
		}
		rows = append(rows, []string{"  " + l.Line, said})
	}
	if reply := s.rig.Tolerances.Reply; reply != 0 {
		rows = append(rows, []string{"  tolerance", "replies +" + unit.FormatDuration(time.Duration(reply))})
	}
	p.table(rows)
	return nil
}
