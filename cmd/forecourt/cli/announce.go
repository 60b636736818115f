package cli

import (
	"fmt"
	"strings"
	"time"

	"github.com/forecourt/forecourt/twin/live"
)

// announce prints every address.
func (lv *living) announce() error {
	p, all := lv.program, lv.live.Endpoints()
	if lv.verb.JSON {
		return p.object(struct {
			Endpoints []live.Endpoint `json:"endpoints"`
		}{all})
	}
	p.print("station %s, %s, running at wall time, seed %s (ctrl-c stops)\n", lv.plan.Site,
		counted(len(lv.station.Points()), "fuelling point"), seedText(lv.seed))
	var rows [][]string
	control := ""
	for _, e := range all {
		address := strings.NewReplacer("tcp://", "tcp ", "udp://", "heartbeats udp ").Replace(e.Address)
		if n := len(rows); n > 0 && rows[n-1][0] == "  "+e.Role && rows[n-1][1] == e.Says {
			rows[n-1] = append(rows[n-1], address)
			continue
		}
		rows = append(rows, []string{"  " + e.Role, e.Says, address})
		if e.Role == "control" {
			control = e.Address
		}
	}
	if u := lv.station.Upload(); u != nil {
		rows = append(rows, uploadRow(u))
	}
	p.table(rows)
	flag := ""
	if control != defaultStation {
		flag = " --station " + control
	}
	if len(lv.station.Points()) == 0 {
		return nil
	}
	p.print("by hand: forecourt act%s 'lift-nozzle: { fuelling-point: 1, nozzle: 1 }'\n", flag)
	return nil
}

// status renews the line that says how it goes.
func (lv *living) status() {
	l := lv.station.Loop()
	frames, faults := uint64(0), 0
	for _, b := range lv.plan.Buses {
		if bus := lv.station.Bus(b.Bus); bus != nil {
			frames += bus.Frames(l.Now())
		}
	}
	for _, r := range l.Roles() {
		faults += l.Refused(r)
	}
	late := lv.pacer.Lateness()
	_, _ = fmt.Fprintf(lv.program.stderr, "\r\x1b[Klateness median %s, p99 %s   frames %s   sales %s   faults %s",
		milliseconds(late.Quantile(0.5)), milliseconds(late.Quantile(0.99)), grouped(int(frames)), grouped(lv.sales), grouped(faults))
}

func milliseconds(d time.Duration) string {
	return fmt.Sprintf("%.2f ms", float64(d.Microseconds())/1000)
}
