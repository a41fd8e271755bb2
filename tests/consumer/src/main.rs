//! What a user writes: the crates of one service as modules, and a program of their own on top, tested against the mock.

#![deny(warnings)]

mod weather {
    include!(concat!(env!("OUT_DIR"), "/weather.rs"));
}

#[cfg(test)]
mod archive;
#[cfg(test)]
mod depot;
#[cfg(test)]
mod findings;
#[cfg(test)]
mod selected;

use std::error::Error;
use weather::{
    client::{Client, errors::ListStationsError},
    mock,
    model::types::{Station, Terrain},
};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let client = mock::Weather::start().client();
    for (name, terrain) in [("Harbour", Terrain::City), ("Zugspitze", Terrain::Mountain)] {
        client.create_station().name(name).terrain(terrain).send().await?;
    }
    for station in stations_in(&client, Terrain::Mountain).await? {
        println!("{station:?}");
    }
    Ok(())
}

/// All stations of one terrain, page by page.
async fn stations_in(client: &Client, terrain: Terrain) -> Result<Vec<Station>, ListStationsError> {
    let mut found = Vec::new();
    let mut stations = client.list_stations().paginate().page_size(2).items();
    while let Some(station) = stations.try_next().await? {
        if station.terrain.as_ref() == Some(&terrain) {
            found.push(station);
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_station_lives_in_the_mock() -> Result<(), Box<dyn Error>> {
        let client = mock::Weather::start().client();
        let made = client
            .create_station()
            .name("Zugspitze")
            .terrain(Terrain::Mountain)
            .altitude(2962.0)
            .send()
            .await?;
        let id = made.station_id.clone();
        assert!(!id.is_empty(), "a station has an id");
        assert!(made.created_at.is_some());
        assert_eq!(client.get_station().station_id(&id).send().await?, made);

        let updated = client.update_station().station_id(&id).altitude(2962.06).send().await?;
        assert_eq!((updated.name, updated.altitude), (made.name, Some(2962.06)));

        client.delete_station().station_id(&id).send().await?;
        let gone = client.get_station().station_id(&id).send().await;
        assert!(gone.is_err_and(|error| error.is_station_not_found()));
        Ok(())
    }

    /// What a handler leaves empty is sent as it is, so that clients of every language get the member.
    struct Careless;

    impl mock::WeatherService for Careless {
        async fn get_station(
            &self,
            _: weather::model::types::GetStationRequest,
            _: &mock::runtime::Context,
        ) -> Result<Station, mock::runtime::Refusal> {
            Ok(Station::default())
        }
    }

    #[tokio::test]
    async fn a_required_member_that_a_handler_leaves_empty_is_sent_empty() -> Result<(), Box<dyn Error>> {
        let weather = mock::Weather::with(Careless);
        let found = weather.client().get_station().station_id("x").send().await?;
        assert_eq!((found.name.as_str(), &found.terrain), ("", &None));
        let sent = weather.journal().entries()[0].response().ok_or("it was sent")?;
        assert_eq!(sent.body(), r#"{"StationId":"","Name":""}"#);
        Ok(())
    }

    #[tokio::test]
    async fn optional_members_are_set_from_an_option() -> Result<(), Box<dyn Error>> {
        let client = mock::Weather::start().client();
        for altitude in [None, Some(2962.0)] {
            let made = client
                .create_station()
                .name(format!("{altitude:?}"))
                .terrain(Terrain::Mountain)
                .when_some(altitude, |call, altitude| call.altitude(altitude))
                .send()
                .await?;
            assert_eq!(made.altitude, altitude);
        }
        Ok(())
    }

    #[tokio::test]
    async fn pages_are_read_to_the_end() -> Result<(), Box<dyn Error>> {
        let client = mock::Weather::start().client();
        for (name, terrain) in [
            ("A", "CITY"),
            ("B", "FIELD"),
            ("C", "CITY"),
            ("D", "SEA"),
            ("E", "CITY"),
        ] {
            // A value that the description does not know is refused by the mock.
            let made = client.create_station().name(name).terrain(terrain).send().await;
            assert_eq!(made.is_ok(), terrain != "SEA", "{made:?}");
        }
        let names = stations_in(&client, Terrain::City).await?;
        let names: Vec<_> = names.into_iter().map(|station| station.name).collect();
        assert_eq!(names, ["A", "C", "E"]);

        let twice = client.create_station().name("A").terrain(Terrain::Field).send().await;
        assert!(twice.is_err_and(|error| error.is_station_exists()));
        Ok(())
    }
}
