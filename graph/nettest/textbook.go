package nettest

import (
	"slices"

	"dealgraph/deals"
	"dealgraph/graph"
)

// WithOutside is the network with some of its parties, which must be there, of the sector outside: they stand for many, and
// money neither passes through them nor comes back from them.
func WithOutside(n *graph.Network, ids ...deals.PartyID) *graph.Network {
	parties := make([]*deals.Party, n.Order())
	for v := range parties {
		p := *n.Party(graph.Node(v))
		if slices.Contains(ids, p.ID) {
			p.Sector = deals.SectorOutside
		}
		parties[v] = &p
	}
	return graph.New(parties, slices.Collect(n.Arcs()))
}

// environment is the party that stands for everything around an ecosystem.
const environment deals.PartyID = "environment"

// flow is what one compartment of an ecosystem gives another, in minor units.
type flow struct {
	from, to deals.PartyID
	minor    int64
}

// ecosystem is a network of purchases in which the environment is outside.
func ecosystem(flows []flow) *graph.Network {
	d := newDraft()
	d.parties[d.party(environment)].Sector = deals.SectorOutside
	for _, f := range flows {
		d.add(d.party(f.from), d.party(f.to), terms{kind: deals.Purchase, status: deals.Signed, minor: f.minor, known: true})
	}
	return d.network()
}

// ConeSpring is the flow of energy through a spring in Iowa, in kcal per square metre and year, each a minor unit: Tilly, The
// Structure and Dynamics of Cone Spring, Ecological Monographs 38(2), 1968, in the form of five compartments that Ulanowicz
// (Growth and Development, 1986) and many after him use. It is balanced, so that each compartment gives what it takes. The
// party environment is outside and takes exports and respiration in one arc each.
//
// The throughflow is 30,626 in all. Programs for network environ analysis report Finn's cycling index, in the form of 1980, as
// 0.0919 (Borrett and Lau, enaR: An R Package for Ecosystem Network Analysis, Methods in Ecology and Evolution 5(11), 2014).
func ConeSpring() *graph.Network {
	return ecosystem([]flow{
		{environment, "plants", 11184}, {environment, "detritus", 635},
		{"plants", "detritus", 8881},
		{"detritus", "bacteria", 5205}, {"detritus", "detritivores", 2309},
		{"bacteria", "detritus", 1600}, {"bacteria", "detritivores", 75},
		{"detritivores", "detritus", 200}, {"detritivores", "carnivores", 370},
		{"carnivores", "detritus", 167},
		// Exports.
		{"plants", environment, 300}, {"detritus", environment, 860}, {"bacteria", environment, 255},
		// Respiration.
		{"plants", environment, 2003}, {"detritus", environment, 3109}, {"bacteria", environment, 3275},
		{"detritivores", environment, 1814}, {"carnivores", environment, 203},
	})
}

// OysterReef is the flow of energy through an intertidal oyster reef in South Carolina, in kcal per square metre and day, of
// which a minor unit is 1/10,000: Dame and Patten, Analysis of Energy Flows in an Intertidal Oyster Reef, Marine Ecology
// Progress Series 5, 1981. The party environment is outside.
//
// Losses are published rounded, and out of balance by up to 0.0005. Here they are what balances each compartment, as is
// implied where the indices below come from; they do not enter them otherwise.
//
// The throughflow is 83.5833 in all and Finn's cycling index 0.1101686 (Borrett and Lau, enaR: An R Package for Ecosystem
// Network Analysis, Methods in Ecology and Evolution 5(11), 2014, and the manual of the package, which also prints the
// matrix of integral flows).
func OysterReef() *graph.Network {
	return ecosystem([]flow{
		{environment, "filter-feeders", 41_4700},
		{"filter-feeders", "predators", 5135}, {"filter-feeders", "detritus", 15_7910},
		{"microbiota", "meiofauna", 1_2060}, {"microbiota", "deposit-feeders", 1_2060},
		{"meiofauna", "deposit-feeders", 6609}, {"meiofauna", "detritus", 4_2403},
		{"deposit-feeders", "predators", 1721}, {"deposit-feeders", "detritus", 1_9076},
		{"predators", "detritus", 3262},
		{"detritus", "microbiota", 8_1721}, {"detritus", "meiofauna", 7_2745}, {"detritus", "deposit-feeders", 6431},
		// Losses, published as 25.1650, 5.7600, 3.5794, 0.4303, 0.3594 and 6.1759.
		{"filter-feeders", environment, 25_1655}, {"microbiota", environment, 5_7601}, {"meiofauna", environment, 3_5793},
		{"deposit-feeders", environment, 4303}, {"predators", environment, 3594}, {"detritus", environment, 6_1754},
	})
}
