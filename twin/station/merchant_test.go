package station

import (
	"slices"
	"testing"

	"github.com/forecourt/forecourt/twin/host"
	"github.com/forecourt/forecourt/twin/site"
)

// TestThePlanKnowsTheHostsWords: a plan is checked without the host, by the same words.
func TestThePlanKnowsTheHostsWords(t *testing.T) {
	for name, pair := range map[string][2][]string{
		"networks": {site.HostNetworks, host.NetworkNames()}, "programmes": {site.HostProgrammes, host.Programmes()},
		"models": {site.HostModels, host.Models()}, "kinds": {site.HostKinds, host.Kinds()},
	} {
		if !slices.Equal(pair[0], pair[1]) {
			t.Errorf("%s: the plan knows %v, the host %v", name, pair[0], pair[1])
		}
	}
}

// TestEveryLinkOfAPlanHasPortsOfItsOwn: the ports of links and terminals do not meet.
func TestEveryLinkOfAPlanHasPortsOfItsOwn(t *testing.T) {
	last := 0
	for link := range 17 {
		for i := range MostHostLinks {
			if p := int(hostPort(link, i)); p != last+1 {
				t.Fatalf("link %d, connection %d is port %d", link, i, p)
			}
			last++
		}
	}
	if last >= int(terminalPorts) {
		t.Errorf("links end at port %d, terminals begin at %d", last, terminalPorts)
	}
}
