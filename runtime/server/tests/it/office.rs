//! A service with lifecycles, over awsJson: organizations, their users, and what those have.

use crate::support::service;
use shapewright_schema::{
    Constraints, EndpointFacts, Fault, Kind, Member, Number, Operation, Pagination, RequestFacts, Schema, Service,
    schema::ErrorFacts,
};
use shapewright_server::{Condition, Lifecycle, Matching, Most, Reference, Transition};

const fn text(name: &'static str, target: &'static Schema) -> Member {
    Member::new(name, target)
}

const fn bounds(least: u64, most: u64, pattern: &'static str) -> Constraints {
    Constraints::NONE.min_length(least).max_length(most).pattern(pattern)
}

const fn bounded(name: &'static str, constraints: &'static Constraints) -> Schema {
    Schema::new(name, Kind::String).constrained(constraints)
}

const fn client_error(code: &'static str) -> ErrorFacts {
    ErrorFacts {
        code,
        fault: Fault::Client,
        status: 400,
        retryable: false,
        throttling: false,
        query_code: None,
    }
}

static STRING: Schema = Schema::new("String", Kind::String);
static BOOLEAN: Schema = Schema::new("Boolean", Kind::Boolean);
static TIMESTAMP: Schema = Schema::new("Timestamp", Kind::Timestamp);
static ORGANIZATION_ID: Schema = bounded("OrganizationId", &bounds(34, 34, "^m-[0-9a-f]{32}$"));
static USER_ID: Schema = bounded("UserId", &bounds(12, 256, ""));
static NAME: Schema = bounded("Name", &bounds(1, 64, r"^[\w\-.]+$"));
static ALIAS: Schema = bounded("Alias", &bounds(1, 62, r"^(?!d-)([\da-zA-Z]+)([-][\da-zA-Z]+)*$"));
static PASSWORD: Schema = bounded("Password", &bounds(1, 256, r"[\u0020-\u00FF]+")).sensitive();
static TOKEN: Schema = bounded("NextToken", &bounds(1, 1024, r"[\S\s]*|[a-zA-Z0-9/+=]{1,1024}"));
static MAX: Schema = Schema::new("MaxResults", Kind::Integer)
    .constrained(&Constraints::NONE.min(Number::Integer(1)).max(Number::Integer(100)));
static STATE: Schema = Schema::new("State", Kind::Enum(&["ENABLED", "DISABLED"]));

static MESSAGE: [Member; 1] = [text("Message", &STRING)];
static NOT_FOUND: Schema =
    Schema::structure("EntityNotFoundException", &MESSAGE).error(client_error("EntityNotFoundException"));
static NO_ORGANIZATION: Schema =
    Schema::structure("OrganizationNotFoundException", &MESSAGE).error(client_error("OrganizationNotFoundException"));
static TAKEN: Schema =
    Schema::structure("NameAvailabilityException", &MESSAGE).error(client_error("NameAvailabilityException"));
static INVALID: Schema =
    Schema::structure("InvalidParameterException", &MESSAGE).error(client_error("InvalidParameterException"));

static EMPTY: Schema = Schema::structure("Empty", &[]);
static ORGANIZATION: Schema = Schema::structure(
    "Organization",
    &[
        text("OrganizationId", &ORGANIZATION_ID),
        text("Alias", &ALIAS),
        text("State", &STRING),
        text("CompletedDate", &TIMESTAMP),
        text("Plan", &STRING).required(),
    ],
);
static ORGANIZATION_KEY: Schema = Schema::structure(
    "OrganizationKey",
    &[text("OrganizationId", &ORGANIZATION_ID).required()],
);
static CREATE_ORGANIZATION_INPUT: Schema = Schema::structure(
    "CreateOrganizationRequest",
    &[
        text("ClientToken", &STRING).idempotency_token(),
        text("Alias", &ALIAS).required(),
    ],
);
static USER_FILTER: Schema = Schema::structure("UserFilter", &[text("State", &STATE), text("NamePrefix", &STRING)]);
static LIST_INPUT: Schema = Schema::structure(
    "ListRequest",
    &[
        text("OrganizationId", &ORGANIZATION_ID),
        text("UserId", &USER_ID),
        text("By", &USER_FILTER),
        text("Everybody", &STRING),
        text("NextToken", &TOKEN),
        text("MaxResults", &MAX),
    ],
);
static ORGANIZATIONS: Schema = Schema::list("Organizations", &Member::element(&ORGANIZATION));
static LIST_ORGANIZATIONS_OUTPUT: Schema = Schema::structure(
    "ListOrganizationsResponse",
    &[text("OrganizationSummaries", &ORGANIZATIONS), text("NextToken", &TOKEN)],
);

static OPTIONS: Schema = Schema::structure("Options", &[text("Forward", &BOOLEAN), text("Signature", &STRING)]);
static CREATE_USER_INPUT: Schema = Schema::structure(
    "CreateUserRequest",
    &[
        text("OrganizationId", &ORGANIZATION_ID).required(),
        text("Name", &NAME).required(),
        text("DisplayName", &STRING),
        text("Password", &PASSWORD),
        text("Options", &OPTIONS),
    ],
);
static USER_KEY: Schema = Schema::structure(
    "UserKey",
    &[
        text("OrganizationId", &ORGANIZATION_ID).required(),
        text("UserId", &USER_ID).required(),
    ],
);
static DESCRIBE_USER_OUTPUT: Schema = Schema::structure(
    "DescribeUserResponse",
    &[
        text("UserId", &USER_ID),
        text("Name", &NAME),
        text("DisplayName", &STRING),
        text("State", &STATE),
        text("Options", &OPTIONS),
        text("CreatedDate", &TIMESTAMP),
        text("ModifiedDate", &TIMESTAMP),
        text("EnabledDate", &TIMESTAMP),
    ],
);
static UPDATE_USER_INPUT: Schema = Schema::structure(
    "UpdateUserRequest",
    &[
        text("OrganizationId", &ORGANIZATION_ID).required(),
        text("UserId", &USER_ID).required(),
        text("Name", &NAME),
        text("DisplayName", &STRING),
        text("Signature", &STRING),
    ],
);
static USER: Schema = Schema::structure(
    "User",
    &[text("Id", &USER_ID), text("Name", &NAME), text("State", &STATE)],
);
static USERS: Schema = Schema::list("Users", &Member::element(&USER));
static LIST_USERS_OUTPUT: Schema =
    Schema::structure("ListUsersResponse", &[text("Users", &USERS), text("NextToken", &TOKEN)]);

static ALIAS_KEY: Schema = Schema::structure(
    "AliasKey",
    &[
        text("OrganizationId", &ORGANIZATION_ID).required(),
        text("UserId", &USER_ID).required(),
        text("Alias", &STRING).required(),
    ],
);
static ALIASES: Schema = Schema::list("Aliases", &Member::element(&STRING));
static LIST_ALIASES_OUTPUT: Schema = Schema::structure(
    "ListAliasesResponse",
    &[text("Aliases", &ALIASES), text("NextToken", &TOKEN)],
);

static MEMBER_KEY: Schema = Schema::structure(
    "MemberKey",
    &[
        text("OrganizationId", &ORGANIZATION_ID).required(),
        text("Team", &STRING).required(),
        text("MemberId", &STRING).required(),
    ],
);
static MEMBER: Schema = Schema::structure(
    "Member",
    &[
        text("Id", &STRING),
        text("Name", &NAME),
        text("State", &STATE),
        text("Kind", &STRING),
    ],
);
static MEMBERS: Schema = Schema::list("Members", &Member::element(&MEMBER));
static LIST_MEMBERS_INPUT: Schema = Schema::structure(
    "ListMembersRequest",
    &[
        text("OrganizationId", &ORGANIZATION_ID).required(),
        text("Team", &STRING),
        text("MemberId", &STRING),
    ],
);
static LIST_MEMBERS_OUTPUT: Schema = Schema::structure("ListMembersResponse", &[text("Members", &MEMBERS)]);

static PUT_RULE_INPUT: Schema = Schema::structure(
    "PutRuleRequest",
    &[
        text("OrganizationId", &ORGANIZATION_ID).required(),
        text("Name", &NAME).required(),
        text("Effect", &STRING),
        text("Note", &STRING),
    ],
);
static RULE_KEY: Schema = Schema::structure(
    "RuleKey",
    &[
        text("OrganizationId", &ORGANIZATION_ID).required(),
        text("Name", &NAME).required(),
    ],
);
static RULE: Schema = Schema::structure(
    "Rule",
    &[
        text("Name", &NAME),
        text("Effect", &STRING),
        text("Note", &STRING),
        text("DateCreated", &TIMESTAMP),
        text("DateModified", &TIMESTAMP),
    ],
);
static RULES: Schema = Schema::list("Rules", &Member::element(&RULE));
static LIST_RULES_OUTPUT: Schema = Schema::structure("ListRulesResponse", &[text("Rules", &RULES)]);

static PUT_SETTING_INPUT: Schema = Schema::structure(
    "PutSettingRequest",
    &[
        text("OrganizationId", &ORGANIZATION_ID).required(),
        text("Enforced", &BOOLEAN).required(),
    ],
);
static SETTING: Schema = Schema::structure("Setting", &[text("Enforced", &BOOLEAN)]);
static GET_SETTING_OUTPUT: Schema = Schema::structure("GetSettingResponse", &[text("Setting", &SETTING)]);

macro_rules! operations {
    ($($data:ident: $name:literal, $input:ident, $output:ident, $errors:expr, $pagination:expr;)*) => {
        $(pub static $data: Operation = Operation {
            name: $name,
            method: "POST",
            uri: "/",
            status: 200,
            input: &$input,
            output: &$output,
            errors: $errors,
            readonly: false,
            idempotent: false,
            pagination: $pagination,
            request: RequestFacts::PLAIN,
        };)*

        pub static OFFICE: Service = Service {
            name: "office",
            id: "Office",
            version: "2026-01-01",
            protocols: &["awsJson1_1", "rpcv2Cbor"],
            target_prefix: "OfficeService",
            signing_name: "office",
            endpoint: EndpointFacts::of("office"),
            headers: &[],
            query_compatible: false,
            operations: &[$(&$data),*],
        };
    };
}

const fn pages(items: &'static str) -> Option<Pagination> {
    Some(Pagination {
        input_token: "NextToken",
        output_token: "NextToken",
        page_size: Some("MaxResults"),
        items: Some(items),
    })
}

const INSIDE: &[&Schema] = &[&INVALID, &NO_ORGANIZATION, &NOT_FOUND, &TAKEN];
const QUIET: &[&Schema] = &[&INVALID, &NO_ORGANIZATION];

operations! {
    CREATE_ORGANIZATION: "CreateOrganization", CREATE_ORGANIZATION_INPUT, ORGANIZATION_KEY, &[&INVALID, &TAKEN], None;
    DESCRIBE_ORGANIZATION: "DescribeOrganization", ORGANIZATION_KEY, ORGANIZATION, QUIET, None;
    DELETE_ORGANIZATION: "DeleteOrganization", ORGANIZATION_KEY, ORGANIZATION, QUIET, None;
    LIST_ORGANIZATIONS: "ListOrganizations", LIST_INPUT, LIST_ORGANIZATIONS_OUTPUT, &[&INVALID], pages("OrganizationSummaries");
    CREATE_USER: "CreateUser", CREATE_USER_INPUT, USER_KEY, INSIDE, None;
    DESCRIBE_USER: "DescribeUser", USER_KEY, DESCRIBE_USER_OUTPUT, INSIDE, None;
    UPDATE_USER: "UpdateUser", UPDATE_USER_INPUT, EMPTY, INSIDE, None;
    DELETE_USER: "DeleteUser", USER_KEY, EMPTY, QUIET, None;
    LIST_USERS: "ListUsers", LIST_INPUT, LIST_USERS_OUTPUT, QUIET, pages("Users");
    CREATE_ALIAS: "CreateAlias", ALIAS_KEY, EMPTY, INSIDE, None;
    DELETE_ALIAS: "DeleteAlias", ALIAS_KEY, EMPTY, QUIET, None;
    LIST_ALIASES: "ListAliases", LIST_INPUT, LIST_ALIASES_OUTPUT, INSIDE, pages("Aliases");
    PUT_RULE: "PutRule", PUT_RULE_INPUT, EMPTY, &[&NO_ORGANIZATION], None;
    DELETE_RULE: "DeleteRule", RULE_KEY, EMPTY, &[&NO_ORGANIZATION], None;
    LIST_RULES: "ListRules", ORGANIZATION_KEY, LIST_RULES_OUTPUT, &[&NO_ORGANIZATION], None;
    PUT_SETTING: "PutSetting", PUT_SETTING_INPUT, EMPTY, QUIET, None;
    GET_SETTING: "GetSetting", ORGANIZATION_KEY, GET_SETTING_OUTPUT, QUIET, None;
    ENABLE_USER: "EnableUser", USER_KEY, DESCRIBE_USER_OUTPUT, INSIDE, None;
    DISABLE_USER: "DisableUser", USER_KEY, DESCRIBE_USER_OUTPUT, INSIDE, None;
    ADD_MEMBER: "AddMember", MEMBER_KEY, EMPTY, INSIDE, None;
    REMOVE_MEMBER: "RemoveMember", MEMBER_KEY, EMPTY, QUIET, None;
    LIST_MEMBERS: "ListMembers", LIST_MEMBERS_INPUT, LIST_MEMBERS_OUTPUT, INSIDE, None;
}

static ORGANIZATION_RECORD: Schema = Schema::structure(
    "Organization",
    &[
        text("OrganizationId", &ORGANIZATION_ID),
        text("Alias", &ALIAS),
        text("State", &STRING),
        text("CompletedDate", &TIMESTAMP),
        text("Plan", &STRING),
    ],
);
static USER_RECORD: Schema = Schema::structure(
    "User",
    &[
        text("OrganizationId", &ORGANIZATION_ID),
        text("UserId", &USER_ID),
        text("Name", &NAME),
        text("DisplayName", &STRING),
        text("Password", &PASSWORD),
        text("State", &STATE),
        text("Options", &OPTIONS),
        text("CreatedDate", &TIMESTAMP),
        text("ModifiedDate", &TIMESTAMP),
    ],
);
static ALIAS_RECORD: Schema = Schema::structure(
    "Alias",
    &[
        text("OrganizationId", &ORGANIZATION_ID),
        text("UserId", &USER_ID),
        text("Alias", &STRING),
    ],
);
static RULE_RECORD: Schema = Schema::structure(
    "Rule",
    &[
        text("OrganizationId", &ORGANIZATION_ID),
        text("Name", &NAME),
        text("Effect", &STRING),
        text("Note", &STRING),
        text("DateCreated", &TIMESTAMP),
        text("DateModified", &TIMESTAMP),
    ],
);
static MEMBER_RECORD: Schema = Schema::structure(
    "Member",
    &[
        text("OrganizationId", &ORGANIZATION_ID),
        text("Team", &STRING),
        text("MemberId", &STRING),
    ],
);
static SETTING_RECORD: Schema = Schema::structure(
    "Setting",
    &[text("OrganizationId", &ORGANIZATION_ID), text("Enforced", &BOOLEAN)],
);
static FLOOR_RECORD: Schema = Schema::structure("Floor", &[text("Note", &STRING)]);

static LIFECYCLES: [Lifecycle; 7] = [
    Lifecycle {
        name: "Organization",
        collection: "Organizations",
        record: &ORGANIZATION_RECORD,
        id: &["OrganizationId"],
        create: Some(0),
        read: &[1],
        delete: Some(2),
        list: Some(3),
        not_found: Some(&NO_ORGANIZATION),
        already_exists: Some(&TAKEN),
        unique: &["Alias"],
        initial: &[("State", "\"Active\"")],
        created: &["CompletedDate"],
        ..Lifecycle::NONE
    },
    Lifecycle {
        name: "User",
        collection: "Users",
        record: &USER_RECORD,
        parent: Some(0),
        id: &["UserId"],
        create: Some(4),
        read: &[5],
        update: &[6, 17, 18],
        delete: Some(7),
        list: Some(8),
        not_found: Some(&NOT_FOUND),
        already_exists: Some(&TAKEN),
        unique: &["Name"],
        filters: &[
            Condition {
                input: "By.State",
                member: "State",
                matching: Matching::Equal,
            },
            Condition {
                input: "By.NamePrefix",
                member: "Name",
                matching: Matching::Prefix,
            },
            Condition {
                input: "Everybody",
                member: "DisplayName",
                matching: Matching::Except {
                    values: &["gone", "left"],
                    unless: Some("yes"),
                },
            },
        ],
        found_by: &["Name"],
        ignore_case: &["Name"],
        transitions: &[
            Transition {
                operation: 7,
                when: &[("State", &["\"DISABLED\""])],
                error: Some(&TAKEN),
                set: &[],
                stamp: &[],
            },
            Transition {
                operation: 17,
                when: &[],
                error: None,
                set: &[("State", "\"ENABLED\"")],
                stamp: &["EnabledDate"],
            },
            Transition {
                operation: 18,
                when: &[("State", &["\"ENABLED\""])],
                error: None,
                set: &[("State", "\"DISABLED\""), ("EnabledDate", "null")],
                stamp: &[],
            },
        ],
        names: &[("Id", "UserId"), ("Signature", "Options.Signature")],
        initial: &[("State", "\"DISABLED\""), ("Options", "{\"Forward\": true}")],
        created: &["CreatedDate"],
        modified: &["ModifiedDate"],
        ..Lifecycle::NONE
    },
    Lifecycle {
        name: "Alias",
        collection: "Aliases",
        record: &ALIAS_RECORD,
        parent: Some(1),
        id: &["Alias"],
        create: Some(9),
        delete: Some(10),
        list: Some(11),
        ..Lifecycle::NONE
    },
    Lifecycle {
        name: "Rule",
        collection: "Rules",
        record: &RULE_RECORD,
        parent: Some(0),
        id: &["Name"],
        put: Some(12),
        delete: Some(13),
        list: Some(14),
        ignore_case: &["Name"],
        most: Some(Most {
            count: 2,
            error: &TAKEN,
        }),
        created: &["DateCreated"],
        modified: &["DateModified"],
        ..Lifecycle::NONE
    },
    Lifecycle {
        name: "Setting",
        collection: "Setting",
        record: &SETTING_RECORD,
        parent: Some(0),
        put: Some(15),
        read: &[16],
        item: Some("Setting"),
        ..Lifecycle::NONE
    },
    Lifecycle {
        name: "Member",
        collection: "Members",
        record: &MEMBER_RECORD,
        parent: Some(0),
        id: &["Team", "MemberId"],
        put: Some(19),
        delete: Some(20),
        list: Some(21),
        refers: &[Reference {
            member: "MemberId",
            to: &[(1, &[("Kind", "\"PERSON\"")])],
            shows: &["Name", "State"],
        }],
        names: &[("Id", "MemberId")],
        ..Lifecycle::NONE
    },
    // Known to no operation, and alone.
    Lifecycle {
        name: "Floor",
        collection: "Floor",
        record: &FLOOR_RECORD,
        ..Lifecycle::NONE
    },
];

service! {
    Office = OFFICE, &LIFECYCLES;
    CreateOrganization: CREATE_ORGANIZATION, CreateOrganizationInput = CREATE_ORGANIZATION_INPUT, CreateOrganizationOutput = ORGANIZATION_KEY;
    DescribeOrganization: DESCRIBE_ORGANIZATION, DescribeOrganizationInput = ORGANIZATION_KEY, DescribeOrganizationOutput = ORGANIZATION;
    DeleteOrganization: DELETE_ORGANIZATION, DeleteOrganizationInput = ORGANIZATION_KEY, DeleteOrganizationOutput = ORGANIZATION;
    ListOrganizations: LIST_ORGANIZATIONS, ListOrganizationsInput = LIST_INPUT, ListOrganizationsOutput = LIST_ORGANIZATIONS_OUTPUT;
    CreateUser: CREATE_USER, CreateUserInput = CREATE_USER_INPUT, CreateUserOutput = USER_KEY;
    DescribeUser: DESCRIBE_USER, DescribeUserInput = USER_KEY, DescribeUserOutput = DESCRIBE_USER_OUTPUT;
    UpdateUser: UPDATE_USER, UpdateUserInput = UPDATE_USER_INPUT, UpdateUserOutput = EMPTY;
    DeleteUser: DELETE_USER, DeleteUserInput = USER_KEY, DeleteUserOutput = EMPTY;
    ListUsers: LIST_USERS, ListUsersInput = LIST_INPUT, ListUsersOutput = LIST_USERS_OUTPUT;
    CreateAlias: CREATE_ALIAS, CreateAliasInput = ALIAS_KEY, CreateAliasOutput = EMPTY;
    DeleteAlias: DELETE_ALIAS, DeleteAliasInput = ALIAS_KEY, DeleteAliasOutput = EMPTY;
    ListAliases: LIST_ALIASES, ListAliasesInput = LIST_INPUT, ListAliasesOutput = LIST_ALIASES_OUTPUT;
    PutRule: PUT_RULE, PutRuleInput = PUT_RULE_INPUT, PutRuleOutput = EMPTY;
    DeleteRule: DELETE_RULE, DeleteRuleInput = RULE_KEY, DeleteRuleOutput = EMPTY;
    ListRules: LIST_RULES, ListRulesInput = ORGANIZATION_KEY, ListRulesOutput = LIST_RULES_OUTPUT;
    PutSetting: PUT_SETTING, PutSettingInput = PUT_SETTING_INPUT, PutSettingOutput = EMPTY;
    GetSetting: GET_SETTING, GetSettingInput = ORGANIZATION_KEY, GetSettingOutput = GET_SETTING_OUTPUT;
    EnableUser: ENABLE_USER, EnableUserInput = USER_KEY, EnableUserOutput = DESCRIBE_USER_OUTPUT;
    DisableUser: DISABLE_USER, DisableUserInput = USER_KEY, DisableUserOutput = DESCRIBE_USER_OUTPUT;
    AddMember: ADD_MEMBER, AddMemberInput = MEMBER_KEY, AddMemberOutput = EMPTY;
    RemoveMember: REMOVE_MEMBER, RemoveMemberInput = MEMBER_KEY, RemoveMemberOutput = EMPTY;
    ListMembers: LIST_MEMBERS, ListMembersInput = LIST_MEMBERS_INPUT, ListMembersOutput = LIST_MEMBERS_OUTPUT;
}
