package cli

import (
	"net/netip"

	"github.com/forecourt/forecourt/twin/live"
	"github.com/forecourt/forecourt/twin/site"
	"github.com/forecourt/forecourt/twin/station"
	"github.com/forecourt/forecourt/twin/wire/ifsf"
)

// network checks the address of --network: it is IPv4, as heartbeats are, and off loopback only because somebody says so.
// Nothing but IFSF is offered there.
func (v *twinVerb) network(listen string) (netip.Addr, error) {
	host := v.Network
	if host == "" {
		host = listen
	}
	a, err := netip.ParseAddr(host)
	switch {
	case err != nil && host == "localhost":
		return netip.AddrFrom4([4]byte{127, 0, 0, 1}), nil
	case v.Network == "" && (err != nil || !a.Is4()): // --listen ::1
		return netip.AddrFrom4([4]byte{127, 0, 0, 1}), nil
	case err != nil || !a.Is4() || a.IsUnspecified() || a.IsMulticast():
		return a, misused("--network takes an IPv4 address of this machine, which heartbeats name, not '%s'", host)
	}
	return a, nil
}

// nodes offers the IFSF nodes whose other end is outside.
func (lv *living) nodes(listen string) (live.Nodes, error) {
	host, err := lv.verb.network(listen)
	if err != nil {
		return live.Nodes{}, err
	}
	if lv.network = lv.station.NetworkNodes(); len(lv.network) == 0 {
		return live.Nodes{}, nil
	}
	to, given, err := lv.plan.Network.Destination()
	switch {
	case err != nil:
		return live.Nodes{}, err
	case !given && host.IsLoopback():
		to = netip.AddrPortFrom(netip.AddrFrom4([4]byte{127, 0, 0, 1}), site.HeartbeatPort)
	case !given:
		to = netip.AddrPortFrom(netip.AddrFrom4([4]byte{255, 255, 255, 255}), site.HeartbeatPort)
	case host.IsLoopback() && !to.Addr().IsLoopback():
		return live.Nodes{}, misused("the plan sends heartbeats to %s, and nodes on %s cannot be reached from there: give --network an address of this machine", to.Addr(), host)
	}
	o := live.Nodes{Host: host.String(), UDP: lv.plan.Ports.Heartbeat, To: to}
	if o.UDP == 0 { // another one than the standard's nobody would find
		o.UDP = site.HeartbeatPort
	}
	for _, n := range lv.network {
		o.Hears = o.Hears || n.Hears
		o.Ports = append(o.Ports, live.NodePort{
			Roles: n.Roles, TCP: n.Port, Says: n.Says(), Attach: n.Attach, Datagram: n.Datagram,
			Open: func(w live.Node) {
				n.Open(station.Network{Address: w.Address, Beat: w.Send, Connect: func(to netip.AddrPort, a station.Attach, failed func()) {
					w.Dial(to, live.Attacher(a), failed)
				}})
			},
		})
	}
	return o, nil
}

// networkState is what GET /state says of an IFSF bus whose other end is outside.
type networkState struct {
	Node string   `json:"node"`
	With []string `json:"with"` // nodes that are connected
	ifsf.Counts
}

func networkStateOf(n *station.NetworkNode) networkState {
	st := networkState{Node: n.Node.String(), With: []string{}, Counts: n.Counts()}
	for _, p := range n.Partners() {
		st.With = append(st.With, p.String())
	}
	return st
}
